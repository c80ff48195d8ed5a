// The pane of one thread, beside the channel.

import { composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { threadRows } from "./messages.js";
import { closeThread } from "./session.js";
import { channel, channelName, on, store } from "./store.js";

const placeName = (one) => (one && ["im", "app"].includes(one.kind) ? channelName(one) : `#${channelName(one)}`);

export function threadPane() {
  const list = h("div", { class: "message-list" });
  const scroller = h("div", { class: "scroller", tabindex: "0", "aria-label": t("thread") }, h("div", { class: "scroller-inner" }, list));
  const title = h("div", { class: "thread-title" });
  const write = composer({
    inThread: true, placeholder: () => t("reply_to"),
    place: () => ({ channel: store.thread && store.thread.channel, thread: store.thread && store.thread.ts }),
  });
  const node = h("aside", { class: "thread", hidden: true, "aria-label": t("thread") },
    h("header", { class: "pane-head" }, title,
      h("button", { class: "icon-button", type: "button", "aria-label": t("close"), onclick: () => closeThread() }, icon("close"))),
    scroller, write.node);
  let shown = null;
  on("thread", () => {
    node.hidden = !store.thread;
    document.body.classList.toggle("with-thread", Boolean(store.thread));
    if (!store.thread) return void (shown = null);
    fill(title, h("strong", {}, t("thread")), h("small", {}, placeName(channel(store.thread.channel))));
    const stay = shown !== store.thread.ts || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 90;
    threadRows(list, store.thread);
    if (stay) scroller.scrollTop = scroller.scrollHeight;
    if (shown !== store.thread.ts) {
      write.show();
      write.input.focus();
    }
    shown = store.thread.ts;
  });
  return node;
}
