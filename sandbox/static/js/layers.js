// What lies on top of what: popovers and dialogs, closed by Esc from the top, focus given back.

import { focusOn, h, trapTab } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

const stack = [];
const root = () => document.getElementById("overlays");

document.addEventListener("keydown", (event) => {
  const top = stack[stack.length - 1];
  if (!top) return;
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    event.stopImmediatePropagation();
    top.escape();
  } else trapTab(top.el, event);
}, true);

document.addEventListener("pointerdown", (event) => {
  const within = stack.findLastIndex((layer) => layer.el.contains(event.target)); // what lies under that one stays
  const at = stack.findIndex((layer, n) => n > within && layer.light && !layer.holds(event.target));
  if (at >= 0) for (const layer of stack.slice(at).reverse()) if (layer.light) layer.close();
}, true);

const settleInert = () => {
  const dialogs = stack.filter((layer) => !layer.light);
  document.getElementById("app").inert = dialogs.length > 0;
  dialogs.forEach((layer, at) => (layer.el.inert = at < dialogs.length - 1));
};

function push(layer) {
  stack.push(layer);
  settleInert();
}

function drop(layer) {
  const at = stack.indexOf(layer);
  if (at < 0) return false;
  for (const above of stack.slice(at + 1).reverse()) if (above.light) above.close();
  stack.splice(stack.indexOf(layer), 1);
  layer.el.remove();
  settleInert();
  return true;
}

export const layerOpen = () => stack.length > 0;

function place(el, anchor, side) {
  const box = anchor.getBoundingClientRect();
  const wide = el.offsetWidth;
  const high = el.offsetHeight;
  const room = { below: innerHeight - box.bottom - 8, above: box.top - 8 };
  const below = side === "above" ? room.above < high && room.below > room.above : room.below >= high || room.below >= room.above;
  const left = Math.min(Math.max(8, el.dataset.align === "end" ? box.right - wide : box.left), innerWidth - wide - 8);
  el.style.left = `${Math.max(8, left)}px`;
  el.style.top = below ? `${box.bottom + 4}px` : `${Math.max(8, box.top - high - 4)}px`;
  el.style.maxHeight = `${Math.max(160, below ? room.below : room.above)}px`;
}

// A light popover beside `anchor`. Returns { el, close, place }.
export function popover(anchor, content, { role = "dialog", label, className = "", side = "below", align = "start", onClose, focus = true } = {}) {
  const el = h("div", { class: `popover ${className}`, role, "aria-label": label, dataset: { align } }, content);
  const before = document.activeElement;
  const layer = {
    el, light: true, holds: (target) => anchor.contains(target), escape: () => layer.close(true),
    close(giveBack = true) {
      if (!drop(layer)) return;
      anchor.removeAttribute("data-open");
      if (anchor.hasAttribute("aria-expanded")) anchor.setAttribute("aria-expanded", "false");
      if (giveBack && before && before !== document.body && focus) focusOn(before);
      if (onClose) onClose();
    },
  };
  root().append(el);
  push(layer);
  anchor.setAttribute("data-open", "");
  if (anchor.hasAttribute("aria-expanded")) anchor.setAttribute("aria-expanded", "true");
  place(el, anchor, side);
  const first = focus && (el.querySelector("[data-first]") || el.querySelector("input, button, [tabindex='0']"));
  if (first) first.focus();
  return { el, close: layer.close, place: () => place(el, anchor, side) };
}

// A dialog over the page. `escape` decides what Esc and a click beside it do.
export function dialog(content, { label, className = "", escape, onClose, outside = true, role = "dialog" } = {}) {
  const el = h("div", { class: `scrim ${className}` },
    h("div", { class: "dialog", role, "aria-modal": "true", "aria-label": label, tabindex: "-1" }, content));
  const before = document.activeElement;
  const layer = {
    el, light: false, holds: () => false, escape: () => (escape ? escape() : layer.close()),
    close() {
      if (!drop(layer)) return;
      if (before) focusOn(before);
      if (onClose) onClose();
    },
  };
  if (outside) el.addEventListener("pointerdown", (event) => event.target === el && layer.escape());
  root().append(el);
  push(layer);
  const first = el.querySelector("[data-first]") || el.querySelector(".dialog");
  first.focus();
  return { el, box: el.firstChild, close: layer.close };
}

export function titled(title, body, close) {
  return [
    h("header", { class: "dialog-head" }, h("h2", {}, title),
      h("button", { class: "icon-button", type: "button", "aria-label": t("close"), onclick: close }, icon("close"))),
    h("div", { class: "dialog-body" }, body),
  ];
}

// A menu of { text, node, detail, run, danger, head }. Arrow keys walk it.
export function menu(anchor, entries, { label, className = "", side, align } = {}) {
  let opened = null;
  const items = entries.map((entry) => entry.head
    ? h("div", { class: "menu-head", role: "presentation" }, entry.node || null, entry.text)
    : h("button", {
      class: `menu-item${entry.danger ? " danger" : ""}`, type: "button", role: "menuitem", dataset: entry.dataset || {},
      onclick: () => {
        opened.close();
        entry.run();
      },
    }, entry.node || null, h("span", { class: "menu-text" }, h("span", {}, entry.text), entry.detail && h("small", {}, entry.detail))));
  const list = h("div", { class: "menu", onkeydown: (event) => walk(event, list) }, items);
  opened = popover(anchor, list, { role: "menu", label, className: `popover-menu ${className}`, side, align });
  return opened;
}

function walk(event, list) {
  const all = [...list.querySelectorAll("[role='menuitem']")];
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !all.length) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length].focus();
}
