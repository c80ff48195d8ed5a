// Everything that is chosen from a list: options, people, conversations, channels, times.

import { face } from "./avatar.js";
import { bind, names } from "./bind.js";
import { calendar } from "./calendar.js";
import { combo } from "./combo.js";
import { add, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { popover } from "./layers.js";
import { plainOf } from "./mrkdwn.js";
import { channelName, nameOf, people, store } from "./store.js";
import { dayText, hhmmText, instant, isoDay, parseTime, wall } from "./time.js";

const CHANNELS = { public: "channel", private: "private", im: "im" };

function optionItems(element) {
  const one = (option, group) => ({ key: option.value, text: plainOf(option.text), detail: plainOf(option.description), group, raw: option });
  const grouped = (element.option_groups || []).flatMap((group) => group.options.map((option) => one(option, plainOf(group.label))));
  return [...(element.options || []).map((option) => one(option)), ...grouped];
}

const personItems = () => people().map((who) => ({
  key: who.id, text: nameOf(who), detail: (who.profile && who.profile.title) || "", node: face(who, 22), raw: who.id,
}));

function channelItems(element, kinds) {
  const include = (element.filter && element.filter.include) || null;
  const wanted = include ? include.map((name) => CHANNELS[name] || name) : kinds;
  return store.channels.filter((one) => wanted.includes(one.kind) || (wanted.includes("channel") && one.kind === "shared"))
    .map((one) => ({ key: one.id, text: channelName(one), node: icon(one.kind === "im" ? "at" : one.kind === "private" ? "lock" : "hash", 16), raw: one.id }));
}

// Per type of element: where its items come from, the key of its answer, and its placeholder.
const KINDS = {
  static_select: { items: optionItems, answer: "selected_option", hint: "choose" },
  users_select: { items: personItems, answer: "selected_user", initial: "initial_user", hint: "choose_person" },
  conversations_select: { items: (el) => channelItems(el, ["channel", "private", "im"]), answer: "selected_conversation", initial: "initial_conversation", hint: "choose_channel" },
  channels_select: { items: (el) => channelItems(el, ["channel"]), answer: "selected_channel", initial: "initial_channel", hint: "choose_channel" },
  multi_static_select: { items: optionItems, answer: "selected_options", many: true, hint: "choose_many" },
  multi_users_select: { items: personItems, answer: "selected_users", initial: "initial_users", many: true, hint: "choose_person" },
  multi_conversations_select: { items: (el) => channelItems(el, ["channel", "private", "im"]), answer: "selected_conversations", initial: "initial_conversations", many: true, hint: "choose_channel" },
  multi_channels_select: { items: (el) => channelItems(el, ["channel"]), answer: "selected_channels", initial: "initial_channels", many: true, hint: "choose_channel" },
};

const keyOf = (raw) => (raw && typeof raw === "object" ? raw.value : raw);

function initialOf(kind, element) {
  if (kind.answer === "selected_option") return element.initial_option || null;
  if (kind.answer === "selected_options") return element.initial_options || [];
  if (element.default_to_current_conversation && !element[kind.initial]) return kind.many ? [store.current] : store.current;
  return element[kind.initial] || (kind.many ? [] : null);
}

export function select(spot) {
  const { element } = spot;
  const kind = KINDS[element.type];
  const { id, label, dataset } = names(spot);
  const tied = bind(spot, { [kind.answer]: initialOf(kind, element) });
  const keys = (value) => (kind.many ? value || [] : value ? [value] : []).map(keyOf);
  const node = combo({
    items: () => kind.items(element), chosen: keys(tied.entry[kind.answer]), multi: kind.many, max: element.max_selected_items,
    placeholder: plainOf(element.placeholder) || t(kind.hint), label,
    pick: (items) => {
      const raws = items.map((item) => item.raw);
      tied.change({ [kind.answer]: kind.many ? raws : raws[0] || null }, node, (before) => node.choose(keys(before[kind.answer])));
    },
  });
  return mark(node, id, dataset, element);
}

function mark(node, id, dataset, element) {
  if (id) node.id = id;
  Object.assign(node.dataset, dataset);
  if (element.focus_on_load) node.dataset.focusOnLoad = "";
  return node;
}

// A button that opens a month. set(iso) after a choice.
function dayButton({ value, placeholder, label, min, set }) {
  const text = h("span", { class: "combo-label" });
  const show = (iso) => {
    text.textContent = iso ? dayText(iso) : placeholder;
    node.classList.toggle("combo-empty", !iso);
    node.dataset.value = iso || "";
    if (label) node.setAttribute("aria-label", `${label}: ${text.textContent}`);
  };
  const node = h("button", {
    class: "combo", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false",
    onclick: () => {
      const month = calendar({
        value: node.dataset.value || null, min,
        pick: (iso) => {
          show(iso);
          opened.close();
          set(iso);
        },
      });
      const opened = popover(node, month, { label: label || placeholder, className: "popover-calendar" });
    },
  }, icon("calendar", 16), text, icon("chevron", 16));
  node.choose = show;
  show(value);
  return node;
}

const QUARTERS = [...Array(96).keys()].map((n) => `${String(Math.floor(n / 4)).padStart(2, "0")}:${String((n % 4) * 15).padStart(2, "0")}`);
const timeItem = (hhmm) => ({ key: hhmm, text: hhmmText(hhmm), detail: undefined, raw: hhmm });

export function timeButton({ value, placeholder, label, set }) {
  const known = value && !QUARTERS.includes(value) ? [...QUARTERS, value].sort() : QUARTERS;
  return combo({
    items: () => known.map(timeItem), chosen: value ? [value] : [], placeholder, label, lead: "clock", filterHint: "14:30",
    free: (text) => {
      const hhmm = parseTime(text);
      return hhmm && timeItem(hhmm);
    },
    pick: (items) => set(items[0].key),
  });
}

export function datepicker(spot) {
  const { element } = spot;
  const { id, label, dataset } = names(spot);
  const tied = bind(spot, { selected_date: element.initial_date || null });
  const node = dayButton({
    value: tied.entry.selected_date, placeholder: plainOf(element.placeholder) || t("pick_date"), label,
    set: (iso) => tied.change({ selected_date: iso }, node, (before) => node.choose(before.selected_date)),
  });
  return mark(node, id, dataset, element);
}

export function timepicker(spot) {
  const { element } = spot;
  const { id, label, dataset } = names(spot);
  const tied = bind(spot, { selected_time: element.initial_time || null });
  const node = timeButton({
    value: tied.entry.selected_time, placeholder: plainOf(element.placeholder) || t("pick_time"), label,
    set: (hhmm) => tied.change({ selected_time: hhmm }, node, (before) => node.choose(before.selected_time ? [before.selected_time] : [])),
  });
  return mark(node, id, dataset, element);
}

const pad = (number) => String(number).padStart(2, "0");

export function datetimepicker(spot) {
  const { element } = spot;
  const { id, label, dataset } = names(spot);
  const tied = bind(spot, { selected_date_time: element.initial_date_time || null });
  const at = tied.entry.selected_date_time && wall(new Date(tied.entry.selected_date_time * 1000));
  const held = { day: at ? isoDay(at) : null, time: at ? `${pad(at.hour)}:${pad(at.minute)}` : null };
  const settle = (patch) => {
    Object.assign(held, patch);
    if (!held.day || !held.time) return;
    const [year, month, day] = held.day.split("-").map(Number);
    const [hour, minute] = held.time.split(":").map(Number);
    tied.change({ selected_date_time: Math.floor(instant({ year, month, day, hour, minute }) / 1000) }, node);
  };
  const node = add(h("div", { class: "pair" }),
    dayButton({ value: held.day, placeholder: t("pick_date"), label, set: (day) => settle({ day }) }),
    timeButton({ value: held.time, placeholder: t("pick_time"), label, set: (time) => settle({ time }) }));
  return mark(node, id, dataset, element);
}

export const SELECTS = Object.keys(KINDS);
