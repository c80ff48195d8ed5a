// What the composer offers while you type: commands after /, people after @, channels after #.

import { appFace, face } from "./avatar.js";
import { arrow, fill, h } from "./dom.js";
import { exampleOf, t } from "./i18n.js";
import { icon } from "./icons.js";
import { nameOf, people, store } from "./store.js";

const MOST = 8;

function commandItems(text) {
  const typed = /^\/(\S*)$/.exec(text);
  if (!typed) return null;
  const wanted = typed[0].toLowerCase();
  const found = (store.app.commands || []).filter((one) => one.command.toLowerCase().startsWith(wanted));
  return {
    start: 0, head: t("commands"), items: found.map((one) => ({
      insert: `${one.command} `, exact: one.command === text, node: appFace(28), text: one.command, hint: one.usage_hint, detail: one.description,
    })),
  };
}

function nameItems(text, caret) {
  const typed = /(?:^|\s)([@#])([^\s@#]*)$/.exec(text.slice(0, caret));
  if (!typed) return null;
  const wanted = typed[2].toLowerCase();
  const start = caret - typed[2].length - 1;
  const fits = (words) => words.filter(Boolean).some((word) => word.toLowerCase().includes(wanted));
  const items = typed[1] === "@"
    ? people().filter((one) => fits([nameOf(one), one.name, one.real_name]))
      .map((one) => ({ insert: `@${nameOf(one)} `, node: face(one, 28), text: nameOf(one), detail: (one.profile || {}).title }))
    : store.channels.filter((one) => !["im", "app"].includes(one.kind) && fits([one.name]))
      .map((one) => ({ insert: `#${one.name} `, node: icon("hash", 18), text: one.name }));
  return { start, items: items.slice(0, MOST) };
}

// The list above a text box. `keydown` answers true when it has used the key.
export function completer(input, changed) {
  let offer = null;
  let at = 0;
  const box = h("div", { class: "complete", role: "listbox", "aria-label": t("commands"), hidden: true, id: `${input.id}-complete` });
  const hide = () => {
    offer = null;
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (item) => {
    const rest = input.value.slice(input.selectionStart);
    input.value = input.value.slice(0, offer.start) + item.insert + rest;
    input.setSelectionRange(offer.start + item.insert.length, offer.start + item.insert.length);
    hide();
    input.focus();
    changed();
  };
  const row = (item, n) => h("div", {
    class: `complete-row${n === at ? " active" : ""}`, role: "option", id: `${box.id}-${n}`, "aria-selected": String(n === at),
    onpointerdown: (event) => event.preventDefault(), onclick: () => pick(item),
  }, item.node, h("div", { class: "complete-text" },
    h("div", {}, h("strong", {}, item.text), item.hint && h("code", {}, item.hint)), item.detail && h("small", {}, item.detail)));
  const draw = () => {
    fill(box, offer.head && h("div", { class: "complete-head" }, offer.head), offer.items.map(row));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-activedescendant", `${box.id}-${at}`);
    box.querySelector(".active").scrollIntoView({ block: "nearest" });
  };
  const update = () => {
    const found = commandItems(input.value) || nameItems(input.value, input.selectionStart);
    if (!found || !found.items.length) return hide();
    if (!offer || offer.items.length !== found.items.length) at = 0;
    offer = found;
    return draw();
  };
  const keydown = (event) => {
    if (!offer) return false;
    const next = ["Home", "End"].includes(event.key) ? -1 : arrow(event, at, offer.items.length);
    const item = offer.items[at];
    if (next >= 0) {
      at = next;
      draw();
    } else if (event.key === "Escape") hide();
    else if (event.key === "Enter" && item.exact) {
      hide();
      return false;
    } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") pick(item);
    else return false;
    event.preventDefault();
    return true;
  };
  return { box, update, keydown, hide };
}

// The command being typed, once its name is complete: shown with its usage beside the text.
export function usageOf(text) {
  const name = /^(\/\S+)\s/.exec(text);
  const found = name && (store.app.commands || []).find((one) => one.command === name[1]);
  return found ? { ...found, example: exampleOf(found) } : null;
}
