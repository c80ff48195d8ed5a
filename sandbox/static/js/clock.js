// The bar of business time: what time it is, and the buttons that move it.

import { post } from "./api.js";
import { calendar } from "./calendar.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { menu, popover } from "./layers.js";
import { timeButton } from "./selects.js";
import { emit, now, on, store, tz } from "./store.js";
import { clockTime, dayKey, dayText, instant, isoDay, nextMorning, nextWorkday, stamp, wall } from "./time.js";
import { complain, toast } from "./toast.js";

let from = null; // where the walk under way began

async function advance(date) {
  if (date <= now()) return toast(t("past"), { kind: "error" });
  from = now();
  emit("walk");
  setTarget(date.toISOString());
  const answer = await post("/control/clock/advance", { to: date.toISOString() });
  if (answer.ok) return undefined;
  setTarget(null);
  return complain(answer);
}

// Shown at once; from then on the events of the clock say where it is.
function setTarget(target) {
  store.clock = { ...store.clock, target };
  emit("clock");
}

const MOVES = [
  { key: "hour", sign: "plus_hour", short: "plus_hour", picture: "clock", to: () => new Date(now().getTime() + 3600000) },
  { key: "morning", sign: "next_morning", short: "next_morning_short", picture: "sunrise", to: () => nextMorning(now()) },
  { key: "workday", sign: "plus_workday", short: "plus_workday_short", picture: "forward", to: () => nextWorkday(now()) },
];

const pad = (number) => String(number).padStart(2, "0");

function openDate(anchor) {
  const at = wall(nextMorning(now()));
  const held = { day: isoDay(at), time: `${pad(at.hour)}:${pad(at.minute)}` };
  const aim = () => {
    const [year, month, day] = held.day.split("-").map(Number);
    const [hour, minute] = held.time.split(":").map(Number);
    return instant({ year, month, day, hour, minute });
  };
  const where = h("p", { class: "aim" });
  const goButton = h("button", {
    class: "button primary", type: "button", dataset: { clock: "go" },
    onclick: () => {
      opened.close();
      advance(aim());
    },
  }, t("go"));
  const show = () => {
    const late = aim() <= now();
    goButton.disabled = late;
    where.textContent = late ? t("past") : stamp(aim());
  };
  const set = (patch) => {
    Object.assign(held, patch);
    show();
  };
  const box = h("div", { class: "to-date" }, h("div", { class: "menu-head" }, t("move_to")),
    calendar({ value: held.day, min: dayKey(now()), pick: (day) => set({ day }) }),
    timeButton({ value: held.time, label: t("pick_time"), placeholder: t("pick_time"), set: (time) => set({ time }) }), where, goButton);
  const opened = popover(anchor, box, { label: t("to_date"), className: "popover-calendar", align: "end" });
  show();
}

function openAll(anchor) {
  const entries = MOVES.map((move) => ({ text: t(move.sign), detail: stamp(move.to()), node: icon(move.picture), run: () => advance(move.to()), dataset: { clock: move.key } }));
  menu(anchor, [{ head: true, text: `${t("business_time")} · ${tz()}` }, ...entries,
    { text: t("to_date"), node: icon("calendar"), run: () => openDate(anchor), dataset: { clock: "to" } }], { label: t("business_time"), align: "end" });
}

export function clockBar() {
  const time = h("span", { class: "clock-time" });
  const day = h("span", { class: "clock-day" });
  const pill = h("button", { class: "clock-now", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => openAll(pill) },
    icon("clock", 17), h("span", { class: "clock-text" }, day, time), icon("chevron", 14));
  const buttons = MOVES.map((move) => h("button", { class: "clock-move", type: "button", dataset: { clock: move.key }, onclick: () => advance(move.to()) }));
  const toButton = h("button", { class: "clock-move", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", dataset: { clock: "to" }, onclick: () => openDate(toButton) });
  const bar = h("span", { class: "clock-progress", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, h("span"));
  const moving = h("span", { class: "clock-moving", role: "status" });
  const node = h("div", { class: "clock", role: "group" }, pill, h("span", { class: "clock-moves" }, buttons, toButton), moving, bar);
  const draw = () => {
    if (!store.me) return;
    const at = now();
    day.textContent = dayText(dayKey(at));
    time.textContent = clockTime(at);
    pill.title = `${t("business_time")} · ${tz()}. ${t("time_help")}`;
    pill.setAttribute("aria-label", `${t("business_time")}: ${stamp(at)}`);
    node.setAttribute("aria-label", t("business_time"));
    const target = store.clock.target && new Date(store.clock.target);
    const walking = Boolean(target && target > at);
    node.classList.toggle("walking", walking);
    if (walking && !from) from = at;
    if (!walking && from) {
      from = null;
      emit("walked");
    }
    const share = walking ? Math.round((100 * (at - from)) / Math.max(1, target - from)) : 0;
    bar.firstChild.style.width = `${Math.max(walking ? 3 : 0, share)}%`;
    bar.setAttribute("aria-valuenow", String(share));
    moving.textContent = walking ? t("moving_to", { when: stamp(target) }) : "";
    buttons.forEach((button, n) => {
      fill(button, icon(MOVES[n].picture, 16), h("span", {}, t(MOVES[n].short)));
      button.title = `${t(MOVES[n].sign)} → ${stamp(MOVES[n].to())}`;
      button.setAttribute("aria-label", t(MOVES[n].sign));
    });
    fill(toButton, icon("calendar", 16), h("span", {}, t("to_date")));
    for (const button of [...buttons, toButton, pill]) button.disabled = walking;
  };
  on("clock", draw);
  on("me", draw);
  on("show-time", () => {
    node.classList.remove("pulse");
    void node.offsetWidth; // starts the animation again
    node.classList.add("pulse");
    const target = [...buttons].find((one) => one.offsetParent) ? buttons[1] : pill;
    target.focus();
  });
  return node;
}
