// Modals: the stack of views the app has opened for me, the top one on screen, errors under their field.

import { post } from "./api.js";
import { appFace } from "./avatar.js";
import { blockNodes } from "./blocks.js";
import { fill, h, isComposing } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { dialog } from "./layers.js";
import { plainOf } from "./mrkdwn.js";
import { refreshViews } from "./session.js";
import { on, store } from "./store.js";
import { Surface } from "./surface.js";
import { errorText } from "./toast.js";
import { faultsOf } from "./validate.js";

let open = null; // { dialog, view, surface, box }
const kept = new Map(); // view id -> its surface, while it is in the stack

// A view is drawn anew when what it shows has changed, not when only its state has.
const signOf = ({ title, submit: yes, close: no, blocks }) => JSON.stringify([title, yes, no, blocks]);

async function close(all) {
  const { view } = open;
  await post("/client/view/close", { user: store.me.id, view_id: view.id, ...(all ? { all: true } : {}) });
  refreshViews();
}

function showErrors(errors) {
  let first = null;
  for (const el of open.box.querySelectorAll(".block-input")) {
    const text = errors[el.dataset.blockId] || "";
    el.querySelector(".field-error").textContent = text;
    el.classList.toggle("has-error", Boolean(text));
    el.querySelectorAll("input, textarea, .combo").forEach((one) => one.setAttribute("aria-invalid", String(Boolean(text))));
    if (text && !first) first = el;
  }
  if (!first) return;
  first.scrollIntoView({ block: "nearest" });
  const target = first.querySelector("input, textarea, button");
  if (target) target.focus();
}

const complainAbove = (text) => {
  const bar = open.box.querySelector(".modal-trouble");
  fill(bar, text && [icon("alert", 16), text]);
  bar.hidden = !text;
};

async function submit() {
  const { view, surface, box } = open;
  if (box.classList.contains("loading")) return;
  complainAbove("");
  const faults = faultsOf(view.blocks, surface);
  showErrors(faults);
  if (Object.keys(faults).length) return;
  box.classList.add("loading");
  const answer = await surface.telling(() => post("/client/view/submit", { user: store.me.id, view_id: view.id, values: surface.values }));
  box.classList.remove("loading");
  if (!open || open.view.id !== view.id) return refreshViews();
  if (answer.errors) return showErrors(answer.errors);
  if (!answer.ok || answer.result === "timeout") return complainAbove(answer.error && !answer.offline ? errorText(answer) : t("trouble"));
  return refreshViews();
}

function head(view, depth) {
  return h("header", { class: "dialog-head modal-head" },
    depth > 1
      ? h("button", { class: "icon-button", type: "button", "aria-label": t("back"), onclick: () => close(false) }, icon("back"))
      : appFace(28),
    h("h2", {}, plainOf(view.title)),
    h("button", { class: "icon-button", type: "button", "aria-label": t("close"), onclick: () => close(true) }, icon("close")));
}

function foot(view) {
  const hasInput = (view.blocks || []).some((block) => block.type === "input");
  return h("footer", { class: "dialog-foot" },
    h("span", { class: "modal-app" }, store.app.name),
    h("button", { class: "button", type: "button", dataset: { modal: "close" }, onclick: () => close(false) }, plainOf(view.close) || t(view.submit ? "cancel" : "close")),
    (view.submit || hasInput) && h("button", { class: "button primary submit", type: "button", dataset: { modal: "submit" }, onclick: submit },
      h("span", { class: "button-text" }, plainOf(view.submit) || t("submit")), h("span", { class: "button-spinner", "aria-hidden": "true" })));
}

const spotOf = (el) => {
  const block = el && el.closest("[data-block-id]");
  return block ? { block: block.dataset.blockId, action: (el.closest("[data-action-id]") || el).dataset.actionId, at: el.selectionStart } : null;
};

function giveFocus(box, spot) {
  const held = spot && box.querySelector(`[data-block-id="${CSS.escape(spot.block)}"] [data-action-id="${CSS.escape(spot.action || "")}"]`);
  const wished = box.querySelector("[data-focus-on-load]");
  const first = box.querySelector(".block-input input, .block-input textarea, .block-input button");
  const target = held || wished || first || box.querySelector(".submit") || box;
  target.focus({ preventScroll: target !== held && target !== wished }); // what stands above the first field is read first
  if (held && spot.at !== null && spot.at !== undefined && held.setSelectionRange && held.type !== "email") held.setSelectionRange(spot.at, spot.at);
}

// What is filled in: here since the app last heard of it, else as Slack has it, which drops what a view between did not ask for.
function carried(view, before) {
  const known = (view.state && view.state.values) || {};
  const ids = (view.blocks || []).map((block) => block.block_id);
  const touched = ids.filter((id) => before && before.touched.has(id));
  const held = ids.filter((id) => known[id]).map((id) => [id, structuredClone(known[id])]);
  const surface = new Surface("modal", { type: "view", view_id: view.id }, Object.fromEntries([...held, ...touched.map((id) => [id, before.values[id]])]));
  surface.touched = new Set(touched);
  return surface;
}

function draw(view, depth) {
  const surface = carried(view, kept.get(view.id));
  kept.set(view.id, surface);
  surface.onChange = (blockId) => {
    const el = open.box.querySelector(`.block-input[data-block-id="${CSS.escape(blockId)}"]`);
    if (!el || !el.classList.contains("has-error")) return;
    el.classList.remove("has-error");
    el.querySelector(".field-error").textContent = "";
  };
  const spot = open && open.view.id === view.id ? spotOf(document.activeElement) : null;
  const scroll = spot ? open.box.querySelector(".dialog-body").scrollTop : 0;
  const body = h("div", { class: "dialog-body blocks" }, blockNodes(view.blocks, surface));
  const content = [head(view, depth), h("div", { class: "modal-trouble", role: "alert", hidden: true }), body, foot(view)];
  if (!open) {
    const opened = dialog(content, { label: plainOf(view.title), className: "modal", outside: false, escape: () => close(false) });
    open = { dialog: opened, box: opened.box };
    opened.box.addEventListener("keydown", keys);
  } else fill(open.box, content);
  Object.assign(open, { view, surface, sign: signOf(view) });
  open.box.setAttribute("aria-label", plainOf(view.title));
  open.box.dataset.viewId = view.id;
  open.box.dataset.callbackId = view.callback_id || "";
  body.scrollTop = scroll;
  giveFocus(open.box, spot);
}

function keys(event) {
  if (event.key !== "Enter" || isComposing(event) || event.defaultPrevented) return;
  const plain = event.target.matches("input.text-input");
  if (!(event.ctrlKey || event.metaKey || plain) || !open.box.querySelector(".submit")) return;
  event.preventDefault();
  submit();
}

export function startModals() {
  on("views", () => {
    const top = store.views[store.views.length - 1];
    const ids = new Set(store.views.map((view) => view.id));
    for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
    if (!top) {
      if (open) open.dialog.close();
      open = null;
    } else if (!open || open.view.id !== top.id || open.sign !== signOf(top)) draw(top, store.views.length);
  });
  on("me", () => {
    if (open && !store.views.length) open.dialog.close();
    if (!store.views.length) open = null;
  });
}
