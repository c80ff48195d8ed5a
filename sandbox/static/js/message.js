// One message: who, when, what, and what can be done with it.

import { appFace, faceOf } from "./avatar.js";
import { attachment, blockNodes, messageFile } from "./blocks.js";
import { copy, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import { mrkdwn } from "./mrkdwn.js";
import { ownEntries } from "./own.js";
import { shortcut } from "./acts.js";
import { go } from "./session.js";
import { isApp, nameOf, store, user } from "./store.js";
import { Surface } from "./surface.js";
import { clockTime, fromTs, stamp } from "./time.js";
import { complain, toast } from "./toast.js";

const authorName = (message) =>
  isApp(message) ? message.username || store.app.name : nameOf(user(message.user)) || message.username || message.user || "";

function messageMenu(anchor, id, message) {
  const offered = (store.app.shortcuts || []).filter((one) => one.type === "message");
  const run = (one) => async () => {
    anchor.classList.add("busy");
    const answer = await shortcut(one, { channel: id, ts: message.ts });
    anchor.classList.remove("busy");
    if (!answer.ok) complain(answer);
  };
  const entries = offered.map((one) => ({
    text: one.name, detail: one.description, node: appFace(22), run: run(one), dataset: { callbackId: one.callback_id },
  }));
  const head = entries.length ? [{ head: true, text: t("shortcuts_of", { app: store.app.name }) }] : [];
  const copyText = async () => toast((await copy(message.text || "")) ? t("copied") : t("copy_failed"));
  const own = ownEntries(id, message, anchor);
  menu(anchor, [...head, ...entries, { text: t("copy"), node: icon("copy"), run: copyText }, ...own], { label: t("more"), align: "end" });
}

function tools(id, message, inThread) {
  if (message.ephemeral) return null;
  const dots = h("button", {
    class: "icon-button", type: "button", "aria-label": t("more"), title: t("more"), "aria-haspopup": "menu", "aria-expanded": "false",
    dataset: { tool: "more" }, onclick: () => messageMenu(dots, id, message),
  }, icon("dots"));
  const reply = !inThread && h("button", {
    class: "icon-button", type: "button", "aria-label": t("reply"), title: t("reply"), dataset: { tool: "reply" },
    onclick: () => go(id, message.thread_ts || message.ts),
  }, icon("reply"));
  return h("div", { class: "message-tools", role: "toolbar", "aria-label": t("more") }, reply, dots);
}

function body(id, message) {
  if (message.subtype === "tombstone") return h("div", { class: "text quiet" }, t("deleted"));
  const surface = new Surface("message", { type: "message", channel: id, ts: message.ts });
  const edited = message.edited && h("span", { class: "edited", title: message.edited.ts ? stamp(fromTs(message.edited.ts)) : "" }, ` ${t("edited")}`);
  const said = message.blocks && message.blocks.length
    ? h("div", { class: "blocks" }, blockNodes(message.blocks, surface))
    : message.text ? h("div", { class: `text${message.subtype ? " quiet" : ""}` }, mrkdwn(message.text)) : null;
  const more = (message.attachments || []).map((one) => attachment(one, surface));
  const files = message.files && h("div", { class: "files" }, message.files.map(messageFile));
  return [said, more, files, edited];
}

function repliesLink(id, message, inThread) {
  const count = message.reply_count || 0;
  if (inThread || !count) return null;
  const seen = [...new Set(message.reply_users || [])].slice(0, 3).map((who) => faceOf({ user: who }, 20));
  return h("button", { class: "replies", type: "button", onclick: () => go(id, message.ts) },
    seen, count === 1 ? t("reply_one") : t("replies", { n: count }));
}

// grouped: the same person has just spoken, so that name and face are not repeated.
export function messageNode(id, message, { grouped = false, inThread = false } = {}) {
  const at = fromTs(message.ts);
  const side = grouped
    ? h("time", { class: "side-time", datetime: at.toISOString(), title: stamp(at) }, clockTime(at))
    : faceOf(message, 36);
  const head = !grouped && h("div", { class: "message-head" },
    h("strong", { class: "author" }, authorName(message)),
    isApp(message) && h("span", { class: "badge" }, t("app_badge")),
    h("time", { datetime: at.toISOString(), title: stamp(at) }, clockTime(at)));
  const classes = ["message", grouped && "grouped", message.ephemeral && "ephemeral", isApp(message) && "from-app"].filter(Boolean);
  return h("article", {
    class: classes.join(" "), tabindex: "-1", dataset: { ts: message.ts }, "aria-label": `${authorName(message)}, ${stamp(at)}`,
  },
  message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), t("only_you")),
  h("div", { class: "message-side" }, side),
  h("div", { class: "message-main" }, head, body(id, message), repliesLink(id, message, inThread)),
  tools(id, message, inThread));
}
