// A month to pick a day from, with arrow keys, in the reader's language.

import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { now } from "./store.js";
import { addDays, isoDay, longDay, monthTitle, wall, weekdayNames } from "./time.js";

const parse = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return { year, month, day };
};

const weekdayOf = (at) => (new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay() + 6) % 7;

function shiftMonth(at, months) {
  const first = new Date(Date.UTC(at.year, at.month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: Math.min(at.day, last) };
}

const MOVES = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

// value: "2026-11-30" or null; min: the earliest day; pick(iso) on a choice.
export function calendar({ value, min, pick }) {
  const today = isoDay(wall(now()));
  let chosen = value;
  let at = parse(value || today);
  const el = h("div", { class: "calendar" });
  const choose = (iso) => {
    if (min && iso < min) return;
    chosen = iso;
    at = parse(iso);
    draw();
    pick(iso);
  };
  const month = (step) => {
    at = shiftMonth(at, step);
    draw(true);
  };
  const keys = (event) => {
    if (MOVES[event.key]) at = addDays(at, MOVES[event.key]);
    else if (event.key === "PageUp" || event.key === "PageDown") at = shiftMonth(at, event.key === "PageUp" ? -1 : 1);
    else return;
    event.preventDefault();
    draw(true);
  };
  const dayButton = (day) => {
    const iso = isoDay(day);
    const here = iso === isoDay(at);
    return h("button", {
      type: "button", class: `day${day.month === at.month ? "" : " day-other"}${iso === today ? " day-today" : ""}${iso === chosen ? " day-chosen" : ""}`,
      tabindex: here ? "0" : "-1", "data-first": here, "aria-label": longDay(iso), "aria-pressed": String(iso === chosen),
      disabled: Boolean(min && iso < min), dataset: { day: iso }, onclick: () => choose(iso),
    }, day.day);
  };
  const draw = (focus) => {
    const first = addDays({ ...at, day: 1 }, -weekdayOf({ ...at, day: 1 }));
    const days = [...Array(42).keys()].map((n) => addDays(first, n));
    const weeks = days.slice(35).every((day) => day.month !== at.month) ? 35 : 42;
    fill(el,
      h("div", { class: "calendar-head" },
        h("button", { class: "icon-button", type: "button", "aria-label": t("prev_month"), onclick: () => month(-1) }, icon("back", 16)),
        h("strong", { "aria-live": "polite" }, monthTitle(at.year, at.month)),
        h("button", { class: "icon-button flip", type: "button", "aria-label": t("next_month"), onclick: () => month(1) }, icon("back", 16))),
      h("div", { class: "calendar-week", "aria-hidden": "true" }, weekdayNames().map((name) => h("span", {}, name))),
      h("div", { class: "calendar-days", role: "group", onkeydown: keys }, days.slice(0, weeks).map(dayButton)));
    const target = focus && el.querySelector(".day[tabindex='0']");
    if (target) target.focus();
  };
  draw();
  return el;
}
