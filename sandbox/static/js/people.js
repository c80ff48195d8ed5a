// Who you are: the first question of the page, and the switcher in the sidebar.

import { face } from "./avatar.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { popover } from "./layers.js";
import { refreshState } from "./session.js";
import { nameOf, people, store } from "./store.js";
import { besideButton, leadsTo, mod } from "./windows.js";

const LANGUAGES = { zh: "中文", en: "English" };

const languageOf = (who) => LANGUAGES[(who.locale || "en").slice(0, 2)] || who.locale;
const zoneOf = (who) => (who.tz || "").split("/").pop().replace(/_/g, " ");
const isSpread = () => new Set(people().map((who) => who.tz)).size > 1;
export const titleOf = (who) => (who.profile && who.profile.title) || "";
const isGuest = (who) => who.is_restricted || who.is_ultra_restricted;

// What the full name adds to the name shown: Liam beside 李明, Reyes beside Dana.
const fullName = (who) => {
  const real = who.real_name || (who.profile || {}).real_name || "";
  return real.replace(nameOf(who), "").trim();
};

const tags = (who) => [
  isGuest(who) && h("span", { class: "tag tag-guest" }, t("guest")),
  h("span", { class: "tag" }, languageOf(who)),
];

// What the app wrote to somebody who has not been here since.
const count = (who) => Boolean(store.waiting[who.id]) && h("span", { class: "count" }, store.waiting[who.id]);

// The first of each language: somebody to begin with.
const isFirst = (who) => people().find((one) => languageOf(one) === languageOf(who) && !isGuest(one)) === who;
const begin = (who) => isFirst(who) && h("span", { class: "tag tag-begin" }, languageOf(who) === LANGUAGES.zh ? "先从这里开始" : "Start here");

export function personButton() {
  const node = h("button", {
    class: "me", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", dataset: { me: "" },
    onclick: () => openPeople(node),
  });
  node.draw = () => {
    fill(node, face(store.me, 34), h("span", { class: "me-text" }, h("strong", {}, nameOf(store.me)), h("small", {}, titleOf(store.me) || t("acting_as"))), icon("swap", 16));
    node.title = t("switch_person");
    node.setAttribute("aria-label", `${t("acting_as")} ${nameOf(store.me)}. ${t("switch_person")}`);
  };
  return node;
}

export async function openPeople(anchor) {
  await refreshState();
  const close = () => opened.close();
  const row = (who) => h("button", {
    class: `person-row${who.id === store.me.id ? " chosen" : ""}`, type: "button", role: "menuitem", dataset: { user: who.id }, ...leadsTo(who, { before: close }),
  }, face(who, 32), h("span", { class: "person-text" }, h("span", {}, nameOf(who), h("small", {}, fullName(who))), h("small", {}, titleOf(who))), count(who), tags(who));
  const lines = people().map((who) => h("div", { class: "person-line", role: "none" }, row(who), besideButton(who, close)));
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const side = { ArrowRight: 1, ArrowLeft: 0 }[event.key];
    const at = lines.findIndex((one) => one.contains(document.activeElement));
    if ((!step && side === undefined) || at < 0) return;
    event.preventDefault();
    const next = step ? lines[(at + step + lines.length) % lines.length] : lines[at];
    const now = [...lines[at].children].indexOf(document.activeElement);
    next.children[side === undefined ? now : side].focus();
  };
  const opened = popover(anchor, h("div", { class: "people-list", onkeydown: walk }, h("div", { class: "menu-head" }, t("switch_person")), lines,
    h("p", { class: "people-help" }, t("beside_help", { mod }))), { role: "menu", label: t("switch_person"), className: "popover-people" });
}

// The full-page question. Both languages stand there, since nobody has chosen one yet.
export function chooser() {
  const card = (who) => h("button", { class: "who-card", type: "button", dataset: { user: who.id }, ...leadsTo(who) },
    face(who, 52), h("strong", {}, nameOf(who)), h("span", { class: "who-title" }, titleOf(who) || fullName(who)),
    h("span", { class: "who-tags" }, begin(who), tags(who), isSpread() && h("span", { class: "tag" }, zoneOf(who))));
  return h("main", { class: "who" },
    h("div", { class: "who-head" },
      h("img", { src: "/static/icon.svg", alt: "", width: "52", height: "52" }),
      h("h1", {}, "Who do you want to be?", h("span", { lang: "zh-CN" }, "你想以谁的身份进入？")),
      h("p", {}, `${store.team.name || "Sandbox"} is a workspace to try ${store.app.name || "an app"} in. Nothing leaves this machine, and you can switch people at any time.`),
      h("p", { lang: "zh-CN" }, `这是试用 ${store.app.name || "应用"} 的工作区。什么都不会离开这台电脑，身份随时可以换。`)),
    h("div", { class: "who-cards" }, people().map(card)));
}
