// The Home tab of the app.

import { appFace } from "./avatar.js";
import { blockNodes } from "./blocks.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { on, store } from "./store.js";
import { Surface } from "./surface.js";

export function homeTab() {
  const inner = h("div", { class: "home-inner" });
  const node = h("div", { class: "home", hidden: true, tabindex: "0", "aria-label": t("home") }, inner);
  let surface = null;
  on("home", () => {
    const view = store.home;
    if (!view) {
      fill(inner, h("div", { class: "home-empty" }, appFace(52), h("h2", {}, t("home_empty")), h("p", { class: "quiet" }, t("home_empty_more", { app: store.app.name }))));
      return;
    }
    const same = surface && surface.container.view_id === view.id;
    surface = new Surface("home", { type: "view", view_id: view.id }, same ? surface.values : {});
    const top = node.scrollTop;
    fill(inner, h("div", { class: "blocks" }, blockNodes(view.blocks, surface)));
    node.scrollTop = same ? top : 0;
  });
  return node;
}
