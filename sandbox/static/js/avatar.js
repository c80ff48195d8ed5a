// Faces: initials on a colour that belongs to the person, a rounded square for the app.

import { h } from "./dom.js";
import { isApp, nameOf, store, user } from "./store.js";

const SMALL = 28; // px: below it there is room for one sign only
const HUES = [196, 158, 265, 22, 338, 222, 84, 300, 44, 178, 0, 240];

// By place in the team, so that no two of a small team look alike.
function hueOf(id) {
  const at = [...store.users.keys()].indexOf(id);
  return HUES[(at < 0 ? String(id).length : at) % HUES.length];
}

// 李明 → 李明, 欧阳娜娜 → 娜娜, Dana Reyes → DR, Ada → A.
function initials(name) {
  const han = /\p{Script=Han}+/u.exec(name || "");
  if (han) return [...han[0]].slice(-2).join("");
  const words = String(name || "?").replace(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...word][0] || "").join("").toUpperCase() || "?";
}

export function face(who, size = 36) {
  const name = nameOf(who);
  const all = [...initials(name)];
  const han = /\p{Script=Han}/u.test(all[0]);
  const letters = size < SMALL ? all.at(han ? -1 : 0) : all.join("");
  const props = { class: "face", "aria-hidden": "true", style: { "--size": `${size}px`, "--hue": String(hueOf(who && who.id)) } };
  if (han) props.class += " face-han";
  return h("span", props, letters);
}

export const appFace = (size = 36) =>
  h("span", { class: "face face-app", "aria-hidden": "true", style: { "--size": `${size}px` } }, initials(store.app.name).slice(0, 1));

export const faceOf = (message, size) => (isApp(message) ? appFace(size) : face(user(message.user) || { id: message.user, name: message.username }, size));
