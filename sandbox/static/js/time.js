// Business time in the zone of the person who looks. Nothing here reads the machine's clock.

import { lang, locale, now, tz } from "./store.js";

const formats = new Map();

function format(options, zone = tz()) {
  const key = JSON.stringify([locale(), zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }));
  return formats.get(key);
}

export const fromTs = (ts) => new Date(Math.floor(Number(ts) * 1000));

// 08:25 in Chinese, 8:25 AM in English.
const hours = () => (lang() === "zh" ? { hour: "2-digit", hourCycle: "h23" } : { hour: "numeric", hourCycle: "h12" });

export const clockTime = (date) => format({ ...hours(), minute: "2-digit" }).format(date);
const withSeconds = (date) =>
  format({ ...hours(), minute: "2-digit", second: "2-digit" }).format(date);

// { year, month, day, hour, minute, weekday (0 = Sunday) } of an instant in a zone.
export function wall(date, zone = tz()) {
  const parts = {};
  const exact = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric",
  });
  for (const part of exact.formatToParts(date)) if (part.type !== "literal") parts[part.type] = Number(part.value);
  parts.weekday = new Date(Date.UTC(parts.year, parts.month - 1, parts.day)).getUTCDay();
  return parts;
}

// The instant of a wall-clock time in a zone; in a gap, the instant after it.
export function instant({ year, month, day, hour = 0, minute = 0 }, zone = tz()) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  let guess = wanted;
  for (let round = 0; round < 3; round++) {
    const at = wall(new Date(guess), zone);
    guess += wanted - Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute);
  }
  return new Date(guess);
}

const pad = (number) => String(number).padStart(2, "0");
export const isoDay = ({ year, month, day }) => `${year}-${pad(month)}-${pad(day)}`;
export const dayKey = (date) => isoDay(wall(date));

export function addDays({ year, month, day, ...rest }, days) {
  const at = new Date(Date.UTC(year, month - 1, day + days));
  return {
    ...rest, year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), weekday: at.getUTCDay(),
  };
}

const isWorkday = (at) => at.weekday >= 1 && at.weekday <= 5;

// 08:30 on the next Monday to Friday after this instant (today, when it is still earlier): when the first lists go out.
export function nextMorning(date) {
  let at = wall(date);
  const early = at.hour < 8 || (at.hour === 8 && at.minute < 30);
  if (!(early && isWorkday(at))) do at = addDays(at, 1); while (!isWorkday(at));
  return instant({ ...at, hour: 8, minute: 30 });
}

// The same time of day on the next Monday to Friday.
export function nextWorkday(date) {
  let at = wall(date);
  do at = addDays(at, 1); while (!isWorkday(at));
  return instant(at);
}

const noonOf = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day, 12));
};

// "2026-11-30" as people read it; a year only when it is not this one.
export function dayText(iso, { weekday = "short", month = lang() === "zh" ? "long" : "short" } = {}) {
  const year = Number(iso.slice(0, 4)) === wall(now()).year ? undefined : "numeric";
  return format({ weekday, month, day: "numeric", year }, "UTC").format(noonOf(iso));
}

export const longDay = (iso) => dayText(iso, { weekday: "long", month: "long" });

export const monthTitle = (year, month) =>
  format({ year: "numeric", month: "long" }, "UTC").format(new Date(Date.UTC(year, month - 1, 1, 12)));

export const weekdayNames = () =>
  [...Array(7).keys()].map((at) => format({ weekday: "narrow" }, "UTC").format(new Date(Date.UTC(2024, 0, 1 + at, 12))));

export function dayLabel(iso, words) {
  const today = wall(now());
  if (iso === isoDay(today)) return words.today;
  if (iso === isoDay(addDays(today, -1))) return words.yesterday;
  if (iso === isoDay(addDays(today, 1))) return words.tomorrow;
  return longDay(iso);
}

export const stamp = (date) => `${dayText(dayKey(date))}${lang() === "zh" ? " " : ", "}${clockTime(date)}`;

export const hhmmText = (hhmm) => {
  const [hour, minute] = hhmm.split(":").map(Number);
  return format({ ...hours(), minute: "2-digit" }, "UTC")
    .format(new Date(Date.UTC(2024, 0, 1, hour, minute)));
};

// "14:05", "2:05 pm", "1405", "2pm" to "14:05"; anything else to null.
export function parseTime(text) {
  const parts = /^\s*(\d{1,2})(?:[:：.]?(\d{2}))?\s*([ap])?\.?m?\.?\s*$/i.exec(text);
  if (!parts) return null;
  let hour = Number(parts[1]);
  const minute = Number(parts[2] || 0);
  const half = (parts[3] || "").toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half === "p" && hour < 12) hour += 12;
  if (half === "a" && hour === 12) hour = 0;
  return hour > 23 || minute > 59 ? null : `${pad(hour)}:${pad(minute)}`;
}

const relative = () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });

function ago(date) {
  const minutes = Math.round((date - now()) / 60000);
  if (Math.abs(minutes) < 60) return relative().format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return relative().format(Math.round(minutes / 60), "hour");
  return relative().format(Math.round(minutes / 1440), "day");
}

// The tokens of <!date^…>, as Slack lists them.
export function dateTokens(date, pattern) {
  const iso = dayKey(date);
  const near = (plain) => {
    const label = dayLabel(iso, { today: relative().format(0, "day"), yesterday: relative().format(-1, "day"), tomorrow: relative().format(1, "day") });
    return label === longDay(iso) ? plain : label;
  };
  const style = (options) => format(options).format(date);
  const full = { year: "numeric", month: "long", day: "numeric" };
  const short = { ...full, month: "short" };
  const made = {
    date_num: () => iso, date: () => style(full), date_short: () => style(short),
    date_long: () => style({ ...full, weekday: "long" }), date_pretty: () => near(style(full)),
    date_short_pretty: () => near(style(short)), date_long_pretty: () => near(style({ ...full, weekday: "long" })),
    time: () => clockTime(date), time_secs: () => withSeconds(date), ago: () => ago(date),
    day_divider_pretty: () => near(longDay(iso)),
  };
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, name) => (made[name] ? made[name]() : whole));
}
