// The list of keys, and what the keys do.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { dialog, layerOpen, titled } from "./layers.js";
import { closeThread } from "./session.js";
import { step } from "./sidebar.js";
import { emit, store } from "./store.js";
import { openSwitcher } from "./switcher.js";
import { mod } from "./windows.js";

const KEYS = [
  [[mod, "K"], "key_jump"], [[mod, "Enter"], "key_beside"], [["Alt", "↑ ↓"], "key_channels"], [["Enter"], "key_send"], [["Shift", "Enter"], "key_newline"],
  [["↑"], "key_last"], [["↑ ↓"], "key_messages"], [[mod, "Enter"], "key_submit"], [[mod, "."], "key_wire"], [["Esc"], "key_close"], [["?"], "key_help"],
];

export function openHelp() {
  const rows = KEYS.map(([keys, text]) => h("div", { class: "key-row" }, h("span", {}, t(text)), h("span", {}, keys.map((one) => h("kbd", {}, one)))));
  const opened = dialog(titled(t("keys"), rows, () => opened.close()), { label: t("keys"), className: "help" });
}

const typing = (el) => el && el.matches("input, textarea, [contenteditable]");

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (!store.me || event.isComposing) return;
    const held = event.ctrlKey || event.metaKey;
    if (held && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!layerOpen()) openSwitcher();
    } else if (layerOpen()) return;
    else if (held && event.key === ".") emit("toggle-wire");
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "?" && !typing(event.target)) openHelp();
    else if (event.key === "Escape" && store.thread && !event.defaultPrevented) closeThread();
  });
}
