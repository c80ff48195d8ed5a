// Short notices in the corner, and the question before a dangerous button.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { dialog, titled } from "./layers.js";
import { plainOf, textOf } from "./mrkdwn.js";
import { nameOf, people, store } from "./store.js";

const CAPTION_SECONDS = 20;

// Where there is one column, notices stand over the composer, and the messages make room for them.
new ResizeObserver(([{ target }]) => {
  const high = target.offsetHeight;
  document.documentElement.style.setProperty("--notices", `${high && high + 12}px`);
}).observe(document.getElementById("toasts"));

export function toast(text, { kind = "info", seconds = 7, more = null } = {}) {
  const box = document.getElementById("toasts");
  const same = [...box.children].find((one) => one.dataset.text === text);
  if (same) same.remove();
  const el = h("div", { class: `toast toast-${kind}`, dataset: { text } },
    icon({ error: "alert", caption: "story" }[kind] || "check"), h("span", {}, text, more),
    h("button", { class: "icon-button", type: "button", "aria-label": t("close"), onclick: () => el.remove() }, icon("close", 16)));
  box.append(el);
  setTimeout(() => el.remove(), seconds * 1000);
}

// What happens next in a story that is played; one at a time.
export function caption({ who, verb, text }) {
  for (const old of document.querySelectorAll(".toast-caption")) old.remove();
  const name = nameOf(people().find((one) => [one.id, one.name].includes(who)));
  toast(t(`story_${verb}`, { who: name, text }), { kind: "caption", seconds: CAPTION_SECONDS });
}

// What a person is told when an answer was no: the workspace's own words, or ours.
export function errorText(answer) {
  if (answer.offline) return t("offline_toast");
  const error = answer.error || "";
  return /\s/.test(error) || /[^\x00-\x7f]/.test(error) ? error : t("failed", { app: store.app.name, error });
}

export const complain = (answer) => toast(errorText(answer), { kind: "error", seconds: 10 });

export function ask(confirm) {
  return new Promise((resolve) => {
    let opened = null;
    let yes = false;
    const answer = (value) => () => {
      yes = value;
      opened.close();
    };
    const style = confirm.style === "danger" ? "danger" : "primary";
    const footer = h("footer", { class: "dialog-foot" },
      h("button", { class: "button", type: "button", onclick: answer(false) }, plainOf(confirm.deny) || t("cancel")),
      h("button", { class: `button ${style}`, type: "button", "data-first": true, onclick: answer(true) }, plainOf(confirm.confirm) || t("ok")));
    const content = [titled(plainOf(confirm.title), h("p", {}, textOf(confirm.text)), answer(false)), footer];
    opened = dialog(content.flat(), { label: plainOf(confirm.title), className: "confirm", role: "alertdialog", onClose: () => resolve(yes) });
  });
}
