// One place that shows blocks (a message, a modal, a Home): what is filled in there, and how an action leaves it.

import { post } from "./api.js";
import { store } from "./store.js";
import { ask, complain } from "./toast.js";

const EMPTY = (entry) => {
  const { type, ...rest } = entry;
  return Object.values(rest).every((value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length));
};

export class Surface {
  constructor(kind, container, values = {}) {
    this.kind = kind;
    this.container = container;
    this.values = values;
    this.touched = new Set();
  }

  // What an element holds; what the person chose outlives a redraw.
  start(blockId, actionId, entry) {
    const block = (this.values[blockId] = this.values[blockId] || {});
    if (!block[actionId] || block[actionId].type !== entry.type) block[actionId] = entry;
    return block[actionId];
  }

  set(blockId, actionId, entry) {
    this.values[blockId] = { ...this.values[blockId], [actionId]: entry };
    this.touched.add(blockId);
    if (this.onChange) this.onChange(blockId);
  }

  isEmpty(blockId, actionId) {
    const entry = (this.values[blockId] || {})[actionId];
    return !entry || EMPTY(entry);
  }

  // Sends all that is filled in; what changes meanwhile, or was not taken, is still to be told.
  async telling(send) {
    const told = this.touched;
    this.touched = new Set();
    const answer = await send();
    if (!answer.ok || answer.result === "errors") told.forEach((id) => this.touched.add(id));
    return answer;
  }

  // Sends an action; true when the app answered. `source` shows that it is under way.
  async act(block, element, answer, source) {
    if (element.confirm && !(await ask(element.confirm))) return null;
    if (source) {
      source.classList.add("busy");
      source.setAttribute("aria-busy", "true");
    }
    const result = await this.telling(() => post("/client/action", {
      user: store.me.id, container: this.container, block_id: block.block_id, action_id: element.action_id,
      ...answer, state: this.values,
    }));
    if (source) {
      source.classList.remove("busy");
      source.removeAttribute("aria-busy");
    }
    if (source) source.classList.toggle("failed", !result.ok);
    if (!result.ok) complain(result);
    return result.ok;
  }
}
