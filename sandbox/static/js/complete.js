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
class Completer {
  constructor(input, changed) {
    Object.assign(this, { input, changed, offer: null, at: 0 });
    this.box = h("div", { class: "complete", role: "listbox", "aria-label": t("commands"), hidden: true, id: `${input.id}-complete` });
  }

  hide() {
    this.offer = null;
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  pick(item) {
    const { input, offer } = this;
    const end = offer.start + item.insert.length;
    input.value = input.value.slice(0, offer.start) + item.insert + input.value.slice(input.selectionStart);
    input.setSelectionRange(end, end);
    this.hide();
    input.focus();
    this.changed();
  }

  row(item, n) {
    const active = n === this.at;
    return h("div", {
      class: `complete-row${active ? " active" : ""}`, role: "option", id: `${this.box.id}-${n}`, "aria-selected": String(active),
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.pick(item),
    }, item.node, h("div", { class: "complete-text" },
      h("div", {}, h("strong", {}, item.text), item.hint && h("code", {}, item.hint)), item.detail && h("small", {}, item.detail)));
  }

  draw() {
    fill(this.box, this.offer.head && h("div", { class: "complete-head" }, this.offer.head), this.offer.items.map((item, n) => this.row(item, n)));
    this.box.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-activedescendant", `${this.box.id}-${this.at}`);
    this.box.querySelector(".active").scrollIntoView({ block: "nearest" });
  }

  update() {
    const found = commandItems(this.input.value) || nameItems(this.input.value, this.input.selectionStart);
    if (!found || !found.items.length) return this.hide();
    if (!this.offer || this.offer.items.length !== found.items.length) this.at = 0;
    this.offer = found;
    return this.draw();
  }

  keydown(event) {
    if (!this.offer) return false;
    const next = ["Home", "End"].includes(event.key) ? -1 : arrow(event, this.at, this.offer.items.length);
    const item = this.offer.items[this.at];
    if (next >= 0) {
      this.at = next;
      this.draw();
    } else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" && item.exact) {
      this.hide();
      return false;
    } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.pick(item);
    else return false;
    event.preventDefault();
    return true;
  }
}

export const completer = (input, changed) => new Completer(input, changed);

// The command being typed, once its name is complete: shown with its usage beside the text.
export function usageOf(text) {
  const name = /^(\/\S+)\s/.exec(text);
  const found = name && (store.app.commands || []).find((one) => one.command === name[1]);
  return found ? { ...found, example: exampleOf(found) } : null;
}
