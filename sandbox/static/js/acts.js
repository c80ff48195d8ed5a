// What a person does: write, command, shortcut, join. Each answers what the server said.

import { post } from "./api.js";
import { store } from "./store.js";

export function join(id) {
  return post("/control/members", { channel: id, add: [store.me.id] });
}

export const say = (id, text, threadTs, files = []) =>
  post("/client/message", { user: store.me.id, channel: id, text, files, ...(threadTs ? { thread_ts: threadTs } : {}) });

export const command = (id, text) => post("/client/command", { user: store.me.id, channel: id, text });

export const shortcut = (entry, place = {}) =>
  post("/client/shortcut", { user: store.me.id, type: entry.type, callback_id: entry.callback_id, ...place });
