// The left side: the workspace, who you are, channels, direct messages and the app, with what is unread.

import { appFace, face } from "./avatar.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { personButton } from "./people.js";
import { dmWith, go, talkTo } from "./session.js";
import { channelName, emit, nameOf, on, people, store, user } from "./store.js";
import { openSwitcher } from "./switcher.js";

const SMALL_TEAM = 15;
export const SIGNS = { channel: "hash", private: "lock", shared: "shared" };

const signOf = (one) => {
  if (one.kind === "app") return appFace(20);
  if (one.kind === "im") return face(user(one.other_user), 20);
  return icon(SIGNS[one.kind] || "hash", 16);
};

function row(one) {
  const here = one.id === store.current;
  const unread = one.unread || 0;
  const self = one.kind === "im" && one.other_user === store.me.id;
  const classes = ["place", here && "here", unread && "unread", one.is_member === false && "not-member"].filter(Boolean);
  return h("a", {
    class: classes.join(" "), href: `#${store.me.id}/${one.id}`, "aria-current": here ? "page" : null, dataset: { channel: one.id },
    onclick: () => document.body.classList.remove("nav-open"),
  }, h("span", { class: "place-sign" }, signOf(one)),
  h("span", { class: "place-name" }, channelName(one), self && h("small", {}, ` ${t("you")}`)),
  one.kind === "shared" && h("span", { class: "tag" }, t("shared")),
  unread > 0 && h("span", { class: "count", "aria-label": `${unread}` }, unread > 99 ? "99+" : unread));
}

// Colleagues without a conversation yet stand below those with one, while the team is small.
function strangers() {
  const rest = people().filter((who) => who.id !== store.me.id && !dmWith(who.id));
  return people().length > SMALL_TEAM ? [] : rest.map((who) => h("button", {
    class: "place place-new", type: "button", dataset: { person: who.id }, onclick: () => talkTo(who),
  }, h("span", { class: "place-sign" }, face(who, 20)), h("span", { class: "place-name" }, nameOf(who))));
}

function groups() {
  const kinds = (list) => store.channels.filter((one) => list.includes(one.kind));
  return [
    ["channels", kinds(["channel", "private", "shared"])],
    ["apps", kinds(["app"])],
    ["dms", kinds(["im"]).filter((one) => !(user(one.other_user) || {}).deleted)],
  ].filter(([key, list]) => list.length || key === "dms");
}

export function step(direction) {
  const all = groups().flatMap(([, list]) => list);
  const at = all.findIndex((one) => one.id === store.current);
  if (all.length) go(all[(at + direction + all.length) % all.length].id);
}

export function sidebar() {
  const me = personButton();
  const list = h("nav", { class: "places", "aria-label": t("channels") });
  const name = h("strong", { class: "team-name" });
  const jumpText = h("span");
  const jump = h("button", { class: "jump", type: "button", onclick: () => openSwitcher() }, icon("search", 16), jumpText, h("kbd", {}, /Mac/.test(navigator.platform) ? "⌘K" : "Ctrl K"));
  const wire = h("button", {
    class: "jump", type: "button",
    onclick: () => {
      document.body.classList.remove("nav-open");
      emit("toggle-wire");
    },
  });
  const foot = h("div", { class: "side-foot" }, wire);
  const node = h("aside", { class: "sidebar" },
    h("div", { class: "team" }, h("img", { src: "/static/icon.svg", alt: "", width: "26", height: "26" }), name), me, jump, list, foot);
  const draw = () => {
    if (!store.me) return;
    name.textContent = store.team.name || "Sandbox";
    jumpText.textContent = t("jump");
    me.draw();
    fill(wire, icon("wire", 16), h("span", {}, t("wire")));
    const held = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.channel : null;
    fill(list, groups().map(([key, places]) => h("section", {}, h("h2", {}, t(key)), places.map(row), key === "dms" && strangers())));
    const again = held && list.querySelector(`[data-channel="${CSS.escape(held)}"]`);
    if (again) again.focus();
    title();
  };
  on("state", draw);
  on("place", draw);
  on("me", draw);
  node.draw = draw;
  return node;
}

function title() {
  const unread = store.channels.reduce((sum, one) => sum + (one.unread || 0), 0);
  const here = store.channels.find((one) => one.id === store.current);
  const place = here ? `${channelName(here)} · ` : "";
  document.title = `${unread ? `(${unread}) ` : ""}${place}${nameOf(store.me)} · ${store.team.name || "Sandbox"}`;
}
