// The list of messages: days, groups by author, the line of what is new. Redraws only what changed.

import { h, reconcile } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { messageNode } from "./message.js";
import { isReply, loadOlder, showMessage } from "./session.js";
import { lang, now, on, store } from "./store.js";
import { dayKey, dayLabel, fromTs } from "./time.js";
import { welcome } from "./welcome.js";

const GROUP_SECONDS = 300;
const ABOVE_NEW = 48; // pixels of what was read already, over what is new

const daySeparator = (iso) => h("div", { class: "day-line", role: "separator" },
  h("span", {}, dayLabel(iso, { today: t("today"), yesterday: t("yesterday"), tomorrow: t("tomorrow") })));

const newLine = () => h("div", { class: "new-line", role: "separator" }, h("span", {}, t("new_line")));

const joins = (one, before) => before && !before.ephemeral === !one.ephemeral && before.user === one.user
  && before.bot_id === one.bot_id && before.username === one.username && !before.subtype && !one.subtype
  && Number(one.ts) - Number(before.ts) < GROUP_SECONDS;

// [{ key, sign, make }] in order; `sign` changes when the node must be made anew.
function plan(id, list, newFrom, inThread) {
  const rows = [];
  let day = null;
  let before = null;
  for (const message of list) {
    const key = dayKey(fromTs(message.ts));
    if (key !== day && !inThread) {
      const label = dayLabel(key, { today: "0", yesterday: "-1", tomorrow: "1" });
      rows.push({ key: `day-${key}`, sign: label, make: () => daySeparator(key) });
      before = null;
    }
    day = key;
    if (message.ts === newFrom) {
      rows.push({ key: "new", sign: "", make: newLine });
      before = null;
    }
    const grouped = Boolean(joins(message, before));
    rows.push({ key: message.ts, sign: JSON.stringify([message, grouped, lang()]), make: () => messageNode(id, message, { grouped, inThread }) });
    before = message;
  }
  return rows;
}

const nearEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 90;

function walkMessages(event, list) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.target.closest("input, textarea, .combo, [role='menu']")) return;
  const all = [...list.querySelectorAll(".message")];
  const at = all.indexOf(event.target.closest(".message"));
  const next = at < 0 ? all[all.length - 1] : all[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function messageList() {
  const list = h("div", { class: "message-list" });
  const jump = h("button", { class: "to-newest", type: "button", hidden: true, onclick: () => toEnd(true) }, icon("down", 16), t("to_newest"));
  const scroller = h("div", {
    class: "scroller", tabindex: "0", role: "log", "aria-label": t("messages"), onkeydown: (event) => walkMessages(event, list),
    onscroll: () => {
      jump.hidden = nearEnd(scroller);
      if (scroller.scrollTop < 120) loadOlder(store.current);
    },
  }, h("div", { class: "scroller-inner" }, list));
  const toEnd = (smooth) => scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });

  // A list that is opened stands at the first of what is new, else at its end; behind another tab it has no height yet.
  let toPlace = false;
  const place = () => {
    toPlace = !scroller.clientHeight;
    const line = list.querySelector(".new-line");
    if (line) scroller.scrollTop += line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - ABOVE_NEW;
    else toEnd(false);
    jump.hidden = nearEnd(scroller);
  };

  let shown = null;
  const draw = () => {
    const held = store.messages.get(store.current);
    const fresh = shown !== `${store.me.id}/${store.current}`;
    if (fresh) reconcile(list, []);
    if (!held) return;
    const stay = nearEnd(scroller);
    const height = scroller.scrollHeight;
    const top = scroller.scrollTop;
    const begin = held.more ? [] : [{ key: "welcome", sign: JSON.stringify([lang(), store.current]), make: () => welcome(store.current) }];
    reconcile(list, [...begin, ...plan(store.current, held.list.filter((one) => !isReply(one)), held.newFrom, false)]);
    if (fresh) place();
    else if (stay) toEnd(false);
    else if (top < 120) scroller.scrollTop = top + scroller.scrollHeight - height;
    jump.hidden = nearEnd(scroller);
    shown = `${store.me.id}/${store.current}`;
  };
  on("messages", (id) => id === store.current && draw());
  on("place", draw);
  let day = null;
  on("clock", () => {
    if (!store.me || !store.current || day === dayKey(now())) return;
    day = dayKey(now());
    draw();
  });
  on("open-message", ({ id, ts }) => showMessage(id, ts));
  on("flash", (ts) => {
    const node = list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    node.addEventListener("animationend", () => node.classList.remove("flash"), { once: true });
  });
  new ResizeObserver(() => (toPlace ? place() : jump.hidden && toEnd(false))).observe(scroller);
  const node = h("div", { class: "messages" }, scroller, jump);
  node.toEnd = toEnd;
  node.draw = draw;
  return node;
}

export function threadRows(box, thread) {
  reconcile(box, plan(thread.channel, thread.list, null, true));
}
