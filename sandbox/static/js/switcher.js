// Ctrl+K: go to a channel, or be another person.

import { appFace, face } from "./avatar.js";
import { arrow, fill, h, isComposing } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { dialog } from "./layers.js";
import { become, dmWith, go, talkTo } from "./session.js";
import { channelName, nameOf, people, store, user } from "./store.js";
import { beside } from "./windows.js";

function targets() {
  const places = store.channels.map((one) => ({
    text: channelName(one), detail: one.kind === "im" ? ((user(one.other_user) || {}).profile || {}).title : "", group: t("go_to"),
    words: `${one.name} ${one.kind === "im" ? (user(one.other_user) || {}).real_name : ""}`, unread: one.unread,
    node: one.kind === "app" ? appFace(24) : one.kind === "im" ? face(user(one.other_user), 24) : icon(one.kind === "private" ? "lock" : "hash", 18),
    run: () => go(one.id),
  }));
  const selves = people().filter((who) => who.id !== store.me.id).map((who) => ({
    text: t("be", { name: nameOf(who) }), detail: (who.profile || {}).title, group: t("switch_person"),
    words: `${who.name} ${who.real_name}`, node: face(who, 24), run: () => become(who.id), beside: () => beside(who),
  }));
  const others = people().filter((who) => who.id !== store.me.id && !dmWith(who.id)).map((who) => ({
    text: nameOf(who), detail: (who.profile || {}).title, group: t("go_to"), words: `${who.name} ${who.real_name}`, node: face(who, 24), run: () => talkTo(who),
  }));
  return [...places, ...others, ...selves];
}

export function openSwitcher() {
  if (document.querySelector(".switcher") || !store.me) return;
  const all = targets();
  let shown = all;
  let at = 0;
  const list = h("div", { class: "switch-list", role: "listbox", id: "switch-list" });
  const run = (one, event) => {
    opened.close();
    if (one.beside && (event.ctrlKey || event.metaKey)) one.beside();
    else one.run();
  };
  const draw = () => {
    let group = null;
    fill(list, shown.map((one, n) => {
      const head = one.group !== group && h("div", { class: "menu-head" }, one.group);
      group = one.group;
      return [head, h("div", {
        class: `complete-row${n === at ? " active" : ""}`, role: "option", "aria-selected": String(n === at), id: `switch-${n}`, onclick: (event) => run(one, event),
      }, one.node, h("span", { class: one.unread ? "strong" : "" }, one.text), h("small", {}, one.detail), one.unread ? h("span", { class: "count" }, one.unread) : null)];
    }), !shown.length && h("div", { class: "options-none" }, t("nothing")));
    input.setAttribute("aria-activedescendant", `switch-${at}`);
    const active = list.querySelector(".active");
    if (active) active.scrollIntoView({ block: "nearest" });
  };
  const input = h("input", {
    class: "switch-input", type: "text", placeholder: t("jump"), "aria-label": t("jump"), role: "combobox", "aria-controls": "switch-list", "aria-expanded": "true",
    autocomplete: "off", "data-first": true,
    oninput: () => {
      const wanted = input.value.trim().toLowerCase();
      shown = all.filter((one) => `${one.text} ${one.words} ${one.detail || ""}`.toLowerCase().includes(wanted));
      at = 0;
      draw();
    },
    onkeydown: (event) => {
      if (isComposing(event)) return;
      const next = ["Home", "End"].includes(event.key) ? -1 : arrow(event, at, shown.length);
      if (next >= 0) at = next;
      else if (event.key !== "Enter" || !shown[at]) return undefined;
      event.preventDefault(); // the key would press what the focus goes back to
      return event.key === "Enter" ? run(shown[at], event) : draw();
    },
  });
  draw();
  const opened = dialog([input, list], { label: t("key_jump"), className: "switcher" });
  input.focus();
}
