// The beginning of a channel: what it is, and three things to try.

import { appFace, face } from "./avatar.js";
import { h } from "./dom.js";
import { exampleOf, t } from "./i18n.js";
import { icon } from "./icons.js";
import { appChannel, channel, channelName, emit, store, user } from "./store.js";
import { go } from "./session.js";

function card(picture, title, how, run, name) {
  return h("button", { class: "try-card", type: "button", onclick: run, dataset: { try: name } },
    h("span", { class: "try-icon" }, icon(picture, 20)), h("strong", {}, title), h("span", { class: "try-how" }, how));
}

function commandCard(title = t("try_command")) {
  const first = (store.app.commands || [])[0];
  if (!first) return null;
  const line = `${first.command} ${exampleOf(first)}`.trim();
  return card("bolt", title, h("code", {}, line), () => emit("compose", line), "command");
}

// In the app's own DM two commands say more than one; each is named by what the app says of it.
function secondCard() {
  const second = (store.app.commands || [])[1];
  if (!second) return card("reply", t("try_dm"), t("try_dm_how", { app: store.app.name }), () => emit("compose", ""), "talk");
  const line = `${second.command} ${exampleOf(second)}`.trim();
  return card("reply", second.description || t("try_command"), h("code", {}, line), () => emit("compose", line), "second");
}

// At a message here; in a channel that says little, at one of the channel that was made to be tried with.
function messageCard(id) {
  const first = (store.app.shortcuts || []).find((one) => one.type === "message");
  if (!first) return card("at", t("try_dm"), t("try_dm_how", { app: store.app.name }), () => go(appChannel().id), "dm");
  const there = store.channels.find((one) => one.example && one.member && one.id !== id && !channel(id).example);
  const how = there ? t("try_shortcut_there", { channel: `#${channelName(there)}`, name: first.name }) : t("try_shortcut_how", { name: first.name });
  return card("dots", t("try_shortcut"), how, () => emit("show-tools", there ? there.id : id), "shortcut");
}

const timeCard = () => card("sunrise", t("try_time"), t("try_time_how", { app: store.app.name }), () => emit("show-time"), "time");

export function welcome(id) {
  const one = channel(id);
  if (!one) return h("div");
  const name = channelName(one);
  const talk = one.kind === "im" || one.kind === "app";
  const sign = one.kind === "app" ? appFace(52) : one.kind === "im" ? face(user(one.other_user), 52)
    : h("span", { class: "welcome-hash" }, icon(one.kind === "private" ? "lock" : "hash", 28));
  const tries = one.kind === "im" ? [] : (one.kind === "app"
    ? [commandCard(((store.app.commands || [])[0] || {}).description), secondCard(), timeCard()]
    : [commandCard(), messageCard(id), timeCard()]).filter(Boolean);
  return h("section", { class: "welcome" }, sign,
    h("h2", {}, talk ? name : t("start_channel", { name: `#${name}` })),
    h("p", { class: "quiet" }, talk ? t("start_dm", { name }) : (one.purpose && one.purpose.value) || one.purpose || (one.topic && one.topic.value) || ""),
    tries.length > 1 && h("div", { class: "tries" }, h("h3", {}, t("try_title")), h("div", { class: "try-cards" }, tries)));
}
