// One's own message: other words in its place, or gone.

import { post } from "./api.js";
import { h, isComposing } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { complain } from "./toast.js";

const act = async (path, id, message, more = {}) => {
  const answer = await post(`/client/message/${path}`, { user: store.me.id, channel: id, ts: message.ts, ...more });
  if (!answer.ok) complain(answer);
  return answer.ok;
};

const plain = (text) => text.replace(/<[^|>]*\|([^>]*)>|<([^>]*)>/g, (whole, label, target) => label || target)
  .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// The words in a box where they stand; Enter saves, Escape leaves them as they were.
function open(id, message, anchor) {
  const place = anchor.closest(".message").querySelector(".message-main");
  const said = place.querySelector(".text");
  if (!said || place.querySelector(".own-edit")) return;
  const box = h("textarea", { class: "composer-input", rows: "2", "aria-label": t("edit_own"), value: plain(message.text || "") });
  const close = () => {
    form.remove();
    said.hidden = false;
  };
  const save = async () => {
    if (box.value.trim() && (await act("edit", id, message, { text: box.value.trim() }))) close();
  };
  box.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    save();
  });
  const form = h("div", { class: "own-edit" }, box,
    h("button", { class: "button", type: "button", onclick: close }, t("cancel")),
    h("button", { class: "button primary", type: "button", onclick: save }, t("save_own")));
  said.hidden = true;
  said.after(form);
  box.focus();
}

export function ownEntries(id, message, anchor) {
  if (message.user !== store.me.id || message.bot_id || message.subtype === "tombstone") return [];
  return [
    { text: t("edit_own"), node: icon("edit"), run: () => open(id, message, anchor), dataset: { own: "edit" } },
    { text: t("delete_own"), node: icon("trash"), run: () => act("delete", id, message), dataset: { own: "delete" } },
  ];
}
