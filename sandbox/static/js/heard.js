// After a walk of the clock: to whom the app wrote meanwhile, and one press to be them.

import { face } from "./avatar.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { APP, refreshState } from "./session.js";
import { nameOf, on, people, store } from "./store.js";
import { toast } from "./toast.js";
import { leadsTo } from "./windows.js";

const SECONDS = 20;
let before = {};

async function tell() {
  await refreshState();
  const fresh = (who) => (store.waiting[who.id] || 0) - (before[who.id] || 0);
  const heard = people().filter((who) => who.id !== store.me.id && fresh(who) > 0);
  if (!heard.length) return;
  const names = heard.map((who) => h("button", { class: "heard", type: "button", dataset: { heard: who.id }, ...leadsTo(who, { place: APP }) },
    face(who, 22), nameOf(who), h("span", { class: "count" }, fresh(who))));
  toast(t("heard", { app: store.app.name }), { seconds: SECONDS, more: h("span", { class: "heard-all" }, names) });
}

export function startHeard() {
  on("walk", () => (before = { ...store.waiting }));
  on("walked", tell);
}
