// Where one types. Nothing typed is lost: the text goes away only when it was taken.

import { appFace } from "./avatar.js";
import { completer, usageOf } from "./complete.js";
import { add, fill, h, isComposing, newId } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import { command, say, shortcut } from "./session.js";
import { channel, store } from "./store.js";
import { complain, errorText } from "./toast.js";

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

// place() -> { channel, thread } says where the text goes; a draft is kept for each place.
export function composer({ place, placeholder, sent, inThread = false }) {
  const id = newId("composer");
  const key = () => `${store.me.id}/${place().channel}/${place().thread || ""}`;
  const input = h("textarea", {
    class: "composer-input", id, rows: "1", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
    "aria-controls": `${id}-complete`, autocomplete: "off", spellcheck: "false",
  });
  const notice = h("div", { class: "composer-notice", role: "alert", hidden: true });
  const usage = h("div", { class: "composer-usage", hidden: true });
  const sendButton = h("button", { class: "send", type: "button", "aria-label": t("send"), title: t("hint_enter"), onclick: () => send() }, icon("send"));
  const bolt = h("button", {
    class: "icon-button bolt", type: "button", "aria-label": t("shortcuts"), title: t("shortcuts"), "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => boltMenu(bolt, insert),
  }, icon("bolt"));
  let sending = false;
  let last = "";

  const changed = () => {
    store.drafts.set(key(), input.value);
    notice.hidden = true;
    fit();
  };
  const fit = () => {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 220)}px`;
    sendButton.disabled = sending || !input.value.trim();
    const known = usageOf(input.value);
    usage.hidden = !known;
    if (known) fill(usage, h("strong", {}, known.command), h("span", {}, known.example), h("small", {}, known.description));
  };
  const offers = completer(input, changed);
  const insert = (text) => {
    input.value = text;
    changed();
    input.focus();
    input.setSelectionRange(text.length, text.length);
  };
  const refuse = (text, more) => {
    fill(notice, icon("alert", 16), h("span", {}, text, more && h("small", {}, more)));
    notice.hidden = false;
  };
  const settle = (answer, text) => {
    if (answer.ok) {
      last = text;
      store.drafts.delete(key());
      input.value = "";
      if (sent) sent();
      return;
    }
    const unknown = isCommand(text) && /not a valid command/.test(answer.error || "");
    refuse(answer.offline ? t("not_sent") : errorText(answer), unknown ? t("command_help") : null);
  };
  const deliver = (text) => {
    const { channel: to, thread } = place();
    if (!isCommand(text)) return say(to, text.trim(), thread);
    if (thread) return { ok: false, error: t("no_thread_command", { command: text.split(/\s/)[0] }) };
    return command(to, text.trim());
  };
  const send = async () => {
    const text = input.value;
    if (!text.trim() || sending) return;
    sending = true;
    offers.hide();
    node.classList.add("sending");
    input.readOnly = true;
    const from = key();
    const answer = await deliver(text);
    sending = false;
    input.readOnly = false;
    node.classList.remove("sending");
    if (from === key()) settle(answer, text);
    else if (answer.ok) store.drafts.delete(from);
    fit();
  };
  const keydown = (event) => {
    if (isComposing(event) || offers.keydown(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !input.value && last) {
      event.preventDefault();
      insert(last);
    }
  };
  input.addEventListener("keydown", keydown);
  input.addEventListener("input", () => {
    changed();
    offers.update();
  });
  input.addEventListener("blur", () => offers.hide());

  const node = add(h("div", { class: "composer" }), notice, offers.box,
    h("div", { class: "composer-box" }, usage, input,
      h("div", { class: "composer-row" }, !inThread && bolt, h("span", { class: "composer-hint" }, t("hint_enter")), sendButton)));
  node.insert = insert;
  node.focusInput = () => input.focus();
  node.show = () => {
    const text = placeholder();
    input.placeholder = text;
    input.setAttribute("aria-label", text);
    input.value = store.drafts.get(key()) || "";
    notice.hidden = true;
    fit();
  };
  return node;
}

export const canWrite = (id) => {
  const one = channel(id);
  if (!one || one.is_member === false || one.archived) return false;
  return one.kind !== "app" || (store.app.messages !== false && !store.app.messages_read_only);
};
