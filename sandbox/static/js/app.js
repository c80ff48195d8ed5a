// The start of the page: asks the server for the workspace, builds the frame, keeps it in step with the address.

import { appFace, face } from "./avatar.js";
import { clockBar } from "./clock.js";
import { canWrite, composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { listen } from "./events.js";
import { startHeard } from "./heard.js";
import { openHelp, startKeys } from "./help.js";
import { homeTab } from "./home.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
import { startModals } from "./modal.js";
import { chooser, openPeople, titleOf } from "./people.js";
import { join } from "./acts.js";
import { boot, go, markRead, openTab, route } from "./session.js";
import { sidebar, SIGNS } from "./sidebar.js";
import { channel, channelName, emit, lang, nameOf, on, silence, store, user } from "./store.js";
import { threadPane } from "./thread.js";
import { wireDrawer } from "./wire.js";

const root = document.getElementById("app");

function topBar() {
  const wireButton = h("button", { class: "top-button", type: "button", onclick: () => emit("toggle-wire") });
  const helpButton = h("button", { class: "icon-button", type: "button", onclick: () => openHelp() }, icon("help"));
  const navButton = h("button", {
    class: "icon-button nav-button", type: "button", onclick: () => document.body.classList.toggle("nav-open"),
  }, icon("menu"));
  const place = h("div", { class: "top-place" });
  const meButton = h("button", { class: "icon-button me-button", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => openPeople(meButton) });
  const node = h("header", { class: "top" }, navButton, place, clockBar(), h("div", { class: "top-tools" }, wireButton, helpButton, meButton));
  const draw = () => {
    if (!store.me) return;
    fill(wireButton, icon("wire"), h("span", {}, t("wire")));
    wireButton.setAttribute("aria-label", t("wire"));
    helpButton.setAttribute("aria-label", t("keys"));
    helpButton.title = t("keys");
    navButton.setAttribute("aria-label", t("menu"));
    fill(meButton, face(store.me, 28));
    meButton.setAttribute("aria-label", `${t("acting_as")} ${nameOf(store.me)}. ${t("switch_person")}`);
    fill(place, placeHead());
  };
  for (const name of ["me", "place", "state"]) on(name, draw);
  return node;
}

const topicOf = (one) => {
  const said = one.topic || one.purpose;
  return (said && said.value) || (typeof said === "string" ? said : "");
};

function placeHead() {
  const one = channel(store.current);
  if (!one) return null;
  const other = user(one.other_user);
  const sign = one.kind === "app" ? appFace(26) : one.kind === "im" ? face(other, 26) : icon(SIGNS[one.kind], 18);
  const more = one.kind === "im" ? titleOf(other || {}) : topicOf(one);
  return [sign, h("h1", {}, channelName(one)), one.kind === "app" && h("span", { class: "badge" }, t("app_badge")),
    one.kind === "shared" && h("span", { class: "tag" }, t("shared")), more && h("span", { class: "top-topic" }, more)];
}

function appTabs() {
  const node = h("div", { class: "tabs", role: "tablist", hidden: true });
  const tab = (name) => h("button", {
    class: "tab", type: "button", role: "tab", "aria-selected": String(store.tab === name), dataset: { tab: name }, onclick: () => openTab(name),
  }, icon(name === "home" ? "home" : "reply", 16), t(name),
  name === "messages" && store.tab === "home" && channel(store.current).unread > 0 && h("span", { class: "count" }, channel(store.current).unread));
  const draw = () => {
    const one = channel(store.current);
    node.hidden = !one || one.kind !== "app";
    const names = [store.app.home !== false && "home", store.app.messages !== false && "messages"].filter(Boolean);
    const held = node.contains(document.activeElement);
    if (!node.hidden) fill(node, names.map(tab));
    if (held && !node.hidden) node.querySelector("[aria-selected=true]").focus();
  };
  for (const name of ["place", "tab", "me", "state"]) on(name, draw);
  return node;
}

function centre() {
  const list = messageList();
  const home = homeTab();
  const write = composer({
    place: () => ({ channel: store.current }), sent: () => list.toEnd(false),
    placeholder: () => {
      const one = channel(store.current);
      return t("message_to", { name: `${one && ["im", "app"].includes(one.kind) ? "" : "#"}${channelName(one)}` });
    },
  });
  const locked = h("div", { class: "locked", hidden: true });
  const lock = (one) => {
    const outside = one && one.is_member === false && !one.private && !one.archived;
    fill(locked, h("span", {}, t(outside ? "not_member" : one && one.archived ? "archived" : "read_only")),
      outside && h("button", { class: "button primary", type: "button", onclick: () => join(one.id) }, t("join")));
  };
  const settle = () => {
    const one = channel(store.current);
    const atHome = Boolean(one && one.kind === "app" && store.tab === "home");
    home.hidden = !atHome;
    list.hidden = atHome;
    write.node.hidden = atHome || !canWrite(store.current);
    locked.hidden = atHome || !one || !write.node.hidden;
    if (!locked.hidden) lock(one);
    if (!atHome) list.draw();
  };
  on("state", () => store.current && settle());
  // Whoever has come writes there at once, but where a keyboard would rise over the page; else the focus is in what is read.
  const byHand = matchMedia("(pointer: coarse)");
  const mayWrite = () => !write.node.hidden && !byHand.matches;
  on("place", () => {
    const held = document.activeElement !== document.body;
    document.body.classList.remove("nav-open");
    settle();
    write.show();
    if (mayWrite()) write.input.focus();
    else if (held) (home.hidden ? list.firstChild : home).focus({ preventScroll: true });
  });
  on("tab", () => {
    settle();
    write.show();
    if (mayWrite()) write.input.focus();
  });
  on("compose", (line) => {
    if (channel(store.current).kind === "app" && store.tab === "home") openTab("messages");
    write.insert(line);
  });
  let toolsAt = null; // the channel that is on its way
  on("messages", (id) => id === toolsAt && emit("show-tools", id));
  on("show-tools", (id) => {
    toolsAt = id === store.current && store.messages.has(id) ? null : id;
    if (toolsAt) return go(id);
    const all = list.querySelectorAll(".message:not(.ephemeral)");
    const dots = all.length && all[all.length - 1].querySelector("[data-tool='more']");
    if (dots) dots.click();
  });
  return h("main", { class: "centre" }, h("div", { class: "offline", role: "status", hidden: true }), appTabs(), list, home, locked, write.node);
}

function frame() {
  const node = h("div", { class: "frame" }, sidebar(),
    h("div", { class: "scrim-nav", onclick: () => document.body.classList.remove("nav-open") }),
    h("div", { class: "stage" }, topBar(), h("div", { class: "panes" }, centre(), threadPane()), wireDrawer()));
  const offline = node.querySelector(".offline");
  on("online", () => {
    offline.hidden = store.online;
    fill(offline, h("span", { class: "spinner" }), t("offline"));
  });
  return node;
}

// The frame is built once per language, since its words do not change by themselves.
let built = null;

function build() {
  silence();
  startModals();
  startHeard();
  on("me", enter);
  on("who", ask);
  built = { node: frame(), lang: lang() };
  document.documentElement.lang = lang() === "zh" ? "zh-CN" : "en";
}

function enter() {
  if (!built || built.lang !== lang()) {
    build();
    return emit("me");
  }
  document.body.dataset.user = store.me.id;
  if (!built.node.isConnected) fill(root, built.node);
  return listen();
}

function ask() {
  delete document.body.dataset.user;
  listen();
  fill(root, chooser());
}

async function start() {
  while (!(await boot())) await new Promise((again) => setTimeout(again, 1000));
  on("me", enter);
  on("who", ask);
  startKeys();
  addEventListener("hashchange", route);
  document.addEventListener("visibilitychange", () => store.me && markRead());
  await route();
}

start();
