// A second person in a second window: each window is whoever its address names.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { APP, become } from "./session.js";
import { nameOf } from "./store.js";
import { toast } from "./toast.js";

const WIDE = 1000; // px of screen, from which a window is put beside this one
const mac = /Mac/.test(navigator.platform);
export const mod = mac ? "⌘" : "Ctrl";

const held = (event) => event.button === 1 || (mac ? event.metaKey : event.ctrlKey);

// On the other half of the screen where there is room, else in a tab; asked again, the same window comes forward.
export function beside(who) {
  const { availWidth, availHeight, availLeft = 0, availTop = 0 } = screen;
  const width = Math.min(900, Math.floor(availWidth / 2));
  const left = screenX + outerWidth / 2 < availLeft + availWidth / 2 ? availLeft + availWidth - width : availLeft;
  const where = availWidth >= WIDE ? `popup,width=${width},height=${availHeight},left=${left},top=${availTop}` : "";
  const opened = window.open(`/#${who.id}/${APP}`, `person-${who.id}`, where);
  if (opened) opened.focus();
  else toast(t("window_blocked"), { kind: "error" });
}

// How a button of somebody acts: a press is being them here, with Ctrl held (or the middle button) in a window beside.
export function leadsTo(who, { place, before = () => {} } = {}) {
  const act = (event) => {
    before();
    if (held(event)) beside(who);
    else if (place) become(who.id, place);
    else become(who.id);
  };
  const key = (event) => {
    if (event.key !== "Enter" || !held(event)) return;
    event.preventDefault();
    act(event);
  };
  return { onclick: act, onauxclick: (event) => event.button === 1 && act(event), onkeydown: key };
}

export function besideButton(who, before = () => {}) {
  const words = t("beside", { name: nameOf(who) });
  return h("button", {
    class: "icon-button beside", type: "button", title: words, "aria-label": words, dataset: { beside: who.id },
    onclick: () => {
      before();
      beside(who);
    },
  }, icon("window", 16));
}
