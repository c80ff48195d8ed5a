// A list to choose from, one or many: button with a popover, filter, arrow keys. All selects are made of it.

import { arrow, fill, h, isComposing, newId } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { popover } from "./layers.js";

// spec: items() -> [{ key, text, detail, group, node }], chosen [keys], multi, placeholder, label, max,
// free(text) -> item or null, pick(items). Returns a button with `.choose(keys)`.
export function combo(spec) {
  let chosen = [...(spec.chosen || [])];
  let extra = [];
  const all = () => [...spec.items(), ...extra];
  const find = (key) => all().find((item) => item.key === key);
  const label = h("span", { class: "combo-label" });
  const button = h("button", {
    class: `combo${spec.multi ? " combo-many" : ""}`, type: "button", "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-label": spec.label || spec.placeholder, onclick: () => open(),
    onkeydown: (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        open();
      }
    },
  }, spec.lead ? icon(spec.lead, 16) : null, label, icon("chevron", 16));

  const show = () => {
    const items = chosen.map(find).filter(Boolean);
    button.classList.toggle("combo-empty", !items.length);
    if (!items.length) fill(label, spec.placeholder);
    else if (!spec.multi) fill(label, items[0].node || null, items[0].text);
    else fill(label, items.map((item) => chip(item, () => set(chosen.filter((key) => key !== item.key)))));
  };
  const set = (keys) => {
    chosen = keys;
    show();
    spec.pick(keys.map(find).filter(Boolean));
  };
  const toggle = (item, close) => {
    if (spec.free && !find(item.key)) extra = [item];
    if (!spec.multi) {
      close();
      return set([item.key]);
    }
    if (chosen.includes(item.key)) return set(chosen.filter((key) => key !== item.key));
    return !spec.max || chosen.length < spec.max ? set([...chosen, item.key]) : undefined;
  };
  const open = () => openList(button, spec, all, () => chosen, toggle);
  button.choose = (keys) => {
    chosen = [...keys];
    show();
  };
  show();
  return button;
}

function chip(item, remove) {
  return h("span", { class: "chip" }, item.text, h("span", {
    class: "chip-remove", role: "button", "aria-label": t("remove", { name: item.text }),
    onclick: (event) => {
      event.stopPropagation();
      remove();
    },
  }, icon("close", 12)));
}

function matching(items, text, free) {
  const wanted = text.trim().toLowerCase();
  const found = items.filter((item) => !wanted || `${item.text} ${item.detail || ""} ${item.group || ""}`.toLowerCase().includes(wanted));
  const made = wanted && free ? free(text) : null;
  return made && !found.some((item) => item.key === made.key) ? [made, ...found] : found;
}

function openList(button, spec, all, chosen, toggle) {
  let at = Math.max(0, all().findIndex((item) => chosen().includes(item.key)));
  let shown = [];
  let opened = null;
  const id = newId("list");
  const list = h("ul", { class: "options", role: "listbox", id, "aria-multiselectable": spec.multi ? "true" : null, tabindex: "-1" });
  const filter = h("input", {
    class: "options-filter", type: "text", placeholder: spec.filterHint || t("search"), "aria-label": t("search"),
    role: "combobox", "aria-controls": id, "aria-expanded": "true", autocomplete: "off", "data-first": true,
    oninput: () => {
      at = 0;
      draw();
    },
  });
  const pick = (item) => {
    toggle(item, () => opened.close());
    if (spec.multi) draw();
  };
  const draw = () => {
    shown = matching(all(), filter.value, spec.free);
    fill(list, shown.length ? rows(shown, at, chosen(), pick) : h("li", { class: "options-none" }, t("nothing")));
    filter.setAttribute("aria-activedescendant", shown.length ? `${id}-${at}` : "");
    list.querySelectorAll("[role='option']").forEach((el, n) => (el.id = `${id}-${n}`));
    const active = list.querySelector(".active");
    if (active) active.scrollIntoView({ block: "nearest" });
  };
  const keys = (event) => {
    if (isComposing(event)) return;
    const next = event.key === "Home" || event.key === "End" ? -1 : arrow(event, at, shown.length);
    if (next >= 0) at = next;
    else if (event.key === "Enter" && shown[at]) pick(shown[at]);
    else if (event.key === "Backspace" && spec.multi && !filter.value && chosen().length) toggle({ key: chosen()[chosen().length - 1] });
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (opened.el.isConnected) draw();
  };
  filter.classList.toggle("sr-only", all().length <= 6 && !spec.free);
  const box = h("div", { class: "combo-box", onkeydown: keys }, filter, list);
  draw();
  opened = popover(button, box, { role: "presentation", className: "popover-options" });
  opened.el.style.minWidth = `${Math.min(button.offsetWidth, innerWidth - 16)}px`;
  opened.place();
  draw();
}

function rows(items, at, chosen, pick) {
  let group = null;
  return items.flatMap((item, n) => {
    const head = item.group && item.group !== group ? h("li", { class: "options-group", role: "presentation" }, item.group) : null;
    group = item.group || null;
    const on = chosen.includes(item.key);
    return [head, h("li", {
      class: `option${n === at ? " active" : ""}`, role: "option", "aria-selected": String(on), dataset: { key: item.key },
      onpointerdown: (event) => event.preventDefault(), onclick: () => pick(item),
    }, item.node || null, h("span", { class: "option-text" }, item.text, item.detail && h("small", {}, item.detail)), on ? icon("check", 16) : null)];
  });
}
