// Buttons and the overflow menu.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import { plainOf, safeHref, textOf } from "./mrkdwn.js";

const follow = (url) => {
  const href = url && safeHref(url);
  if (href) window.open(href, "_blank", "noopener,noreferrer");
};

export function button({ element, block, surface }) {
  const style = element.style === "primary" || element.style === "danger" ? element.style : "";
  const node = h("button", {
    class: `button ${style}`, type: "button", "aria-label": element.accessibility_label, dataset: { actionId: element.action_id || "" },
    onclick: () => {
      if (node.classList.contains("busy")) return;
      follow(element.url);
      surface.act(block, element, { value: element.value }, node);
    },
  }, h("span", { class: "button-text" }, textOf(element.text)), h("span", { class: "button-spinner", "aria-hidden": "true" }));
  return node;
}

export function overflow({ element, block, surface }) {
  const node = h("button", {
    class: "button overflow", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": t("more"),
    dataset: { actionId: element.action_id || "" },
    onclick: () => menu(node, element.options.map((option) => ({
      text: plainOf(option.text), detail: plainOf(option.description), dataset: { value: option.value },
      run: () => {
        follow(option.url);
        surface.act(block, element, { selected_option: option }, node);
      },
    })), { label: t("more"), align: "end" }),
  }, icon("dots"));
  return node;
}
