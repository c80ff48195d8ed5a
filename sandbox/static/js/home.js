// The Home tab of the app.

import { appFace } from "./avatar.js";
import { blockNodes } from "./blocks.js";
import { fill, h, reconcile } from "./dom.js";
import { t } from "./i18n.js";
import { lang, on, store } from "./store.js";
import { Surface } from "./surface.js";

const empty = () => h("div", { class: "home-empty" }, appFace(52), h("h2", {}, t("home_empty")),
  h("p", { class: "quiet" }, t("home_empty_more", { app: store.app.name })));

const rows = (view, surface) => view.blocks.map((block) => ({
  key: block.block_id, sign: JSON.stringify([block, lang()]), make: () => blockNodes([block], surface)[0],
}));

export function homeTab() {
  const inner = h("div", { class: "home-inner" });
  const node = h("div", { class: "home", hidden: true, tabindex: "0", "aria-label": t("home") }, inner);
  let surface = null;
  let blocks = null;
  on("home", () => {
    const view = store.home;
    if (!view) {
      surface = null;
      return fill(inner, empty());
    }
    if (!surface || surface.container.view_id !== view.id) {
      surface = new Surface("home", { type: "view", view_id: view.id });
      blocks = h("div", { class: "blocks" });
      fill(inner, blocks);
      node.scrollTop = 0;
    }
    return reconcile(blocks, rows(view, surface));
  });
  return node;
}
