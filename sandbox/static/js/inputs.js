// What is typed, ticked or uploaded: text, number, email and url, checkboxes, radio buttons, files.

import { upload } from "./api.js";
import { bind, names } from "./bind.js";
import { fill, h, isComposing, newId } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { plainOf, textOf } from "./mrkdwn.js";
import { store } from "./store.js";
import { errorText, toast } from "./toast.js";

const TYPES = { plain_text_input: "text", number_input: "text", email_text_input: "email", url_text_input: "url" };
const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

function counter(node, max) {
  const left = h("span", { class: "counter", "aria-live": "polite" });
  const show = () => {
    const rest = max - node.value.length;
    left.textContent = rest <= Math.max(20, max / 10) ? String(rest) : "";
    left.classList.toggle("counter-over", rest < 0);
  };
  node.addEventListener("input", show);
  show();
  return left;
}

export function textInput(spot) {
  const { element } = spot;
  const { id, label, dataset } = names(spot);
  const tied = bind(spot, { value: element.initial_value || null });
  const many = element.type === "plain_text_input" && element.multiline;
  const triggers = (element.dispatch_action_config && element.dispatch_action_config.trigger_actions_on) || ["on_enter_pressed"];
  const value = () => node.value || null;
  const node = h(many ? "textarea" : "input", {
    class: "text-input", id, type: many ? null : TYPES[element.type], inputmode: MODES[element.type], rows: many ? "4" : null,
    placeholder: plainOf(element.placeholder), value: tied.entry.value || "", "aria-label": label, autocomplete: "off", dataset,
    oninput: () => {
      tied.keep({ value: value() });
      if (tied.dispatch && triggers.includes("on_character_entered")) tied.send({ value: value() });
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || isComposing(event)) return;
      if (!tied.dispatch || !triggers.includes("on_enter_pressed")) return;
      event.preventDefault();
      event.stopPropagation();
      tied.send({ value: value() }, node);
    },
  });
  if (element.focus_on_load) node.dataset.focusOnLoad = "";
  return element.max_length ? h("div", { class: "text-box" }, node, counter(node, element.max_length)) : node;
}

function optionRow(kind, option, group, checked, change) {
  return h("label", { class: "choice" },
    h("input", { type: kind, name: group, value: option.value, checked, onchange: change }),
    h("span", { class: "choice-text" }, h("span", {}, textOf(option.text)), option.description && h("small", {}, textOf(option.description))));
}

export function checkboxes(spot) {
  const { element } = spot;
  const { label, dataset, id } = names(spot);
  const tied = bind(spot, { selected_options: element.initial_options || [] });
  const chosen = new Set(tied.entry.selected_options.map((option) => option.value));
  const rows = element.options.map((option) => optionRow("checkbox", option, "", chosen.has(option.value), (event) => {
    chosen[event.target.checked ? "add" : "delete"](option.value);
    tied.change({ selected_options: element.options.filter((one) => chosen.has(one.value)) }, node, () => {
      event.target.checked = !event.target.checked;
      chosen[event.target.checked ? "add" : "delete"](option.value);
    });
  }));
  const node = h("div", { class: "choices", role: "group", "aria-label": label, id, dataset }, rows);
  return node;
}

export function radios(spot) {
  const { element } = spot;
  const { label, dataset, id } = names(spot);
  const tied = bind(spot, { selected_option: element.initial_option || null });
  const held = tied.entry.selected_option && tied.entry.selected_option.value;
  const group = newId("radio");
  const tick = (value) => node.querySelectorAll("input").forEach((one) => (one.checked = one.value === value));
  const rows = element.options.map((option) => optionRow("radio", option, group, option.value === held, () =>
    tied.change({ selected_option: option }, node, (before) => tick(before.selected_option && before.selected_option.value))));
  const node = h("div", { class: "choices", role: "radiogroup", "aria-label": label, id, dataset }, rows);
  return node;
}

const sizeText = (bytes) => (bytes > 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round((bytes || 0) / 1024))} KB`);

export const fileRow = (file, extra) => h("div", { class: "file-row" }, icon("file"),
  h("span", { class: "file-name" }, file.name || file.title || file.id), h("small", {}, sizeText(file.size)), extra);

export function fileInput(spot) {
  const { element } = spot;
  const { label, dataset, id } = names(spot);
  const tied = bind(spot, { files: [] });
  const list = h("div", { class: "file-list" });
  const set = (files) => {
    tied.change({ files }, node);
    show(files);
  };
  const current = () => (spot.surface.values[spot.block.block_id][element.action_id] || {}).files || [];
  const show = (files) => fill(list, files.map((file) => fileRow(file, h("button", {
    class: "icon-button", type: "button", "aria-label": t("remove", { name: file.name }), onclick: () => {
      set(current().filter((one) => one.id !== file.id));
      picker.focus();
    },
  }, icon("close", 14)))));
  const take = async (picked) => {
    for (const file of [...picked].slice(0, (element.max_files || 10) - current().length)) {
      const row = list.appendChild(h("div", { class: "file-row busy" }, h("span", { class: "spinner" }), file.name, h("small", {}, t("uploading"))));
      const result = await upload(store.me.id, file);
      row.remove();
      if (result.ok) set([...current(), result.file]);
      else toast(t("upload_failed", { name: file.name, error: errorText(result) }), { kind: "error" });
    }
    picker.value = "";
  };
  const picker = h("input", {
    class: "sr-only", type: "file", id, "aria-label": label, multiple: element.max_files !== 1, dataset,
    accept: (element.filetypes || []).map((type) => `.${type}`).join(",") || null, onchange: () => take(picker.files),
  });
  const drop = (event) => {
    event.preventDefault();
    node.classList.toggle("drop-over", event.type === "dragover");
    if (event.type === "drop") take(event.dataTransfer.files);
  };
  const node = h("div", { class: "file-input", ondragover: drop, ondragleave: drop, ondrop: drop }, list,
    h("label", { class: "file-drop" }, picker, h("span", { class: "button" }, t("add_file")), h("small", {}, t("drop_file"))));
  show(tied.entry.files);
  return node;
}
