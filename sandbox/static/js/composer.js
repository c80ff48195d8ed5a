// Where one types. Nothing typed is lost: the text goes away only when it was taken.

import { appFace } from "./avatar.js";
import { completer, usageOf } from "./complete.js";
import { fill, h, isComposing, newId } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import { command, say, shortcut } from "./acts.js";
import { picked } from "./files.js";
import { channel, store } from "./store.js";
import { complain, errorText } from "./toast.js";

const TALLEST = 220; // px
const isCommand = (text) => /^\/\S/.test(text) && !/^\/\//.test(text);

async function runGlobal(entry, anchor) {
  anchor.classList.add("busy");
  const answer = await shortcut(entry);
  anchor.classList.remove("busy");
  if (!answer.ok) complain(answer);
}

function boltMenu(anchor, insert) {
  const globals = (store.app.shortcuts || []).filter((one) => one.type === "global");
  const entries = [];
  if (globals.length) entries.push({ head: true, text: t("shortcuts") });
  for (const one of globals) {
    entries.push({ text: one.name, detail: one.description, node: appFace(22), run: () => runGlobal(one, anchor), dataset: { callbackId: one.callback_id } });
  }
  entries.push({ head: true, text: t("commands") });
  for (const one of store.app.commands || []) {
    entries.push({ text: one.command, detail: one.description, node: appFace(22), run: () => insert(`${one.command} `) });
  }
  menu(anchor, entries, { label: t("shortcuts"), side: "above" });
}

const iconButton = (props, picture) => h("button", { type: "button", ...props }, icon(picture));

// place() -> { channel, thread } says where the text goes; a draft is kept for each place.
class Composer {
  constructor({ place, placeholder, sent, inThread = false }) {
    Object.assign(this, { place, placeholder, sent, sending: false, last: "" });
    this.files = picked(() => this.fit());
    const id = newId("composer");
    this.input = h("textarea", {
      class: "composer-input", id, rows: "1", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-controls": `${id}-complete`, autocomplete: "off", spellcheck: "false",
      onkeydown: (event) => this.keydown(event), onblur: () => this.offers.hide(),
      oninput: () => {
        this.changed();
        this.offers.update();
      },
    });
    this.notice = h("div", { class: "composer-notice", role: "alert", hidden: true });
    this.usage = h("div", { class: "composer-usage", hidden: true });
    this.sendButton = iconButton({ class: "send", "aria-label": t("send"), title: t("hint_enter"), onclick: () => this.send() }, "send");
    const bolt = iconButton({
      class: "icon-button bolt", "aria-label": t("shortcuts"), title: t("shortcuts"), "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => boltMenu(bolt, (text) => this.insert(text)),
    }, "bolt");
    this.offers = completer(this.input, () => this.changed());
    this.node = h("div", { class: "composer" }, this.notice, this.offers.box, h("div", { class: "composer-box" }, this.usage, this.input, this.files.list,
      h("div", { class: "composer-row" }, !inThread && bolt, this.files.button, h("span", { class: "composer-hint" }, t("hint_enter")), this.sendButton)));
  }

  key() {
    return `${store.me.id}/${this.place().channel}/${this.place().thread || ""}`;
  }

  changed() {
    store.drafts.set(this.key(), this.input.value);
    this.notice.hidden = true;
    this.fit();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
    this.sendButton.disabled = this.sending || !(this.input.value.trim() || this.files.ids().length);
    const known = usageOf(this.input.value);
    this.usage.hidden = !known;
    if (known) fill(this.usage, h("strong", {}, known.command), h("span", {}, known.example), h("small", {}, known.description));
  }

  insert(text) {
    this.input.value = text;
    this.changed();
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  show() {
    this.input.placeholder = this.placeholder();
    this.input.setAttribute("aria-label", this.placeholder());
    this.input.value = store.drafts.get(this.key()) || "";
    this.notice.hidden = true;
    this.fit();
  }

  keydown(event) {
    if (isComposing(event) || this.offers.keydown(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.input.value && this.last) {
      event.preventDefault();
      this.insert(this.last);
    }
  }

  async send() {
    const text = this.input.value;
    if (!(text.trim() || this.files.ids().length) || this.sending) return;
    const from = this.key();
    this.offers.hide();
    this.busy(true);
    const answer = await this.deliver(text);
    this.busy(false);
    if (from === this.key()) this.settle(answer, text);
    else if (answer.ok) store.drafts.delete(from);
    const onButton = document.activeElement === this.sendButton;  // which has nothing to send any more
    this.fit();
    if (onButton) this.input.focus();
  }

  busy(sending) {
    this.sending = sending;
    this.input.readOnly = sending;
    this.node.classList.toggle("sending", sending);
  }

  deliver(text) {
    const { channel: to, thread } = this.place();
    if (!isCommand(text)) return say(to, text.trim(), thread, this.files.ids());
    if (thread) return { ok: false, error: t("no_thread_command", { command: text.split(/\s/)[0] }) };
    return command(to, text.trim());
  }

  settle(answer, text) {
    if (!answer.ok) return this.refuse(answer, text);
    this.last = text;
    store.drafts.delete(this.key());
    this.input.value = "";
    if (!isCommand(text)) this.files.clear();
    return this.sent && this.sent();
  }

  refuse(answer, text) {
    const unknown = isCommand(text) && /not a valid command/.test(answer.error || "");
    const said = answer.offline ? t("not_sent") : errorText(answer);
    fill(this.notice, icon("alert", 16), h("span", {}, said, unknown && h("small", {}, t("command_help"))));
    this.notice.hidden = false;
  }
}

export const composer = (spec) => new Composer(spec);

export const canWrite = (id) => {
  const one = channel(id);
  if (!one || one.is_member === false || one.archived) return false;
  return one.kind !== "app" || (store.app.messages !== false && !store.app.messages_read_only);
};
