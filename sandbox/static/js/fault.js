// The loud red box for what this page does not know, so that nothing is dropped in silence.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

export function fault(key, what) {
  const name = (what && what.type) || JSON.stringify(what);
  return h("div", { class: "fault", role: "alert", dataset: { fault: name } },
    h("div", { class: "fault-title" }, icon("alert"), t(key, { type: name })),
    h("pre", {}, JSON.stringify(what, null, 2)));
}
