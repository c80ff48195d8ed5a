// The wire log: all that crosses between app and workspace, to filter, open and copy.

import { get } from "./api.js";
import { copy, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { channel, channelName, nameOf, on, user } from "./store.js";
import { toast } from "./toast.js";

const KEPT = 1000;
const SHOWN = 300;
const FILTERS = { all: "wire_all", in: "wire_in", out: "wire_out", bad: "wire_bad" };

const failed = (entry) => (entry.answer && entry.answer.ok === false) || /^(4|5)\d\d$|error|timeout|late|refused|fail/i.test(String(entry.status || ""));

const BY = {
  all: () => true,
  in: (entry) => entry.to === "app",
  out: (entry) => entry.from === "app",
  bad: failed,
};

const two = (number) => String(number).padStart(2, "0");

function processTime(iso) {
  const at = new Date(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?/g;

// JSON with colours, made of text nodes only.
function jsonNode(value) {
  const text = JSON.stringify(value, null, 2) || "";
  const out = [];
  let last = 0;
  for (const found of text.matchAll(TOKEN)) {
    out.push(text.slice(last, found.index));
    const kind = found[2] ? "key" : found[1] ? "string" : "atom";
    out.push(h("span", { class: `json-${kind}` }, found[1] || found[0]), found[2] || "");
    last = found.index + found[0].length;
  }
  return h("pre", { class: "json" }, out, text.slice(last));
}

function part(title, value) {
  if (value === undefined || value === null) return null;
  const copyIt = async () => toast((await copy(JSON.stringify(value, null, 2))) ? t("copied") : t("copy_failed"));
  return h("div", { class: "wire-part" },
    h("div", { class: "wire-part-head" }, h("strong", {}, title), h("button", { class: "button small", type: "button", onclick: copyIt }, icon("copy", 14), t("copy_json"))),
    jsonNode(value));
}

const placeOf = (id) => (channel(id) ? `#${channelName(channel(id))}` : user(id) ? `@${nameOf(user(id))}` : id);

// One line of what matters: the kind, where, and the first thing said.
function summary(entry) {
  const inner = (entry.payload && entry.payload.payload) || entry.payload || {};
  const action = (inner.actions || [])[0] || {};
  const event = inner.event || {};
  const where = [inner.channel_id, inner.channel, inner.channel && inner.channel.id, event.channel].find((one) => typeof one === "string" && one);
  const said = [inner.command, action.action_id, event.type, inner.callback_id, (inner.view || {}).callback_id];
  const parts = [inner.type !== "events_api" && inner.type, said.find(Boolean), where && placeOf(where), inner.text || event.text];
  return parts.filter((one) => typeof one === "string" && one).join(" · ").slice(0, 160);
}

function row(entry) {
  const more = h("div", { class: "wire-more", hidden: true });
  const open = () => {
    more.hidden = !more.hidden;
    line.setAttribute("aria-expanded", String(!more.hidden));
    if (!more.firstChild) fill(more, part(t("request"), entry.payload), part(t("answer"), entry.answer));
    more.scrollIntoView({ block: "nearest" });
    line.scrollIntoView({ block: "nearest" });
  };
  const status = entry.answer && entry.answer.ok === false ? entry.answer.error : entry.status;
  const line = h("button", { class: `wire-line${failed(entry) ? " bad" : ""}`, type: "button", "aria-expanded": "false", onclick: open },
    h("span", { class: "wire-time" }, processTime(entry.at)),
    h("span", { class: `wire-way wire-${entry.to === "app" ? "in" : "out"}`, title: t(entry.to === "app" ? "wire_in" : "wire_out") }, entry.to === "app" ? "→" : "←"),
    h("span", { class: "wire-kind" }, entry.kind), h("span", { class: "wire-name" }, entry.name),
    h("span", { class: "wire-summary" }, summary(entry)), status && h("span", { class: "wire-status" }, String(status)));
  return h("div", { class: "wire-entry", dataset: { n: entry.n } }, line, more);
}

class WireDrawer {
  constructor() {
    Object.assign(this, { entries: [], filter: "all", words: "", hiddenUpTo: 0 });
    this.list = h("div", { class: "wire-list", tabindex: "0", "aria-label": t("wire") });
    this.head = h("header", { class: "wire-head" });
    this.node = h("section", { class: "wire", hidden: true, "aria-label": t("wire") }, this.head, this.list);
  }

  fits(entry) {
    return entry.n > this.hiddenUpTo && BY[this.filter](entry) && (!this.words || JSON.stringify(entry).toLowerCase().includes(this.words));
  }

  draw() {
    const shown = this.entries.filter((entry) => this.fits(entry)).slice(-SHOWN);
    fill(this.list, shown.length ? shown.map(row) : h("div", { class: "wire-empty" }, t("wire_empty")));
    this.list.scrollTop = this.list.scrollHeight;
  }

  async toggle() {
    this.node.hidden = !this.node.hidden;
    document.body.classList.toggle("with-wire", !this.node.hidden);
    if (this.node.hidden) return;
    this.drawHead();
    const answer = await get("/client/wire", { after: 0 });
    if (answer.ok) this.entries = answer.entries;
    this.draw();
  }

  add(entry) {
    this.entries = [...this.entries.slice(1 - KEPT), entry];
    if (this.node.hidden || !this.fits(entry)) return;
    const { list } = this;
    const stay = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    if (list.querySelector(".wire-empty")) fill(list);
    list.append(row(entry));
    if (list.childElementCount > SHOWN) list.firstChild.remove();
    if (stay) list.scrollTop = list.scrollHeight;
  }

  set(patch) {
    Object.assign(this, patch);
    this.draw();
  }

  chip(name) {
    const choose = () => {
      this.set({ filter: name });
      this.drawHead();
    };
    return h("button", { class: "chip-filter", type: "button", "aria-pressed": String(name === this.filter), onclick: choose }, t(FILTERS[name]));
  }

  drawHead() {
    const clear = () => this.set({ hiddenUpTo: this.entries.length ? this.entries[this.entries.length - 1].n : 0 });
    fill(this.head, h("strong", {}, t("wire")), h("span", { class: "wire-lead" }, t("wire_lead")),
      h("span", { class: "chips" }, Object.keys(FILTERS).map((name) => this.chip(name))),
      h("input", {
        class: "wire-filter", type: "search", placeholder: t("wire_filter"), "aria-label": t("wire_filter"), value: this.words,
        oninput: (event) => this.set({ words: event.target.value.trim().toLowerCase() }),
      }),
      h("button", { class: "icon-button", type: "button", "aria-label": t("clear"), title: t("clear"), onclick: clear }, icon("trash")),
      h("button", { class: "icon-button", type: "button", "aria-label": t("close"), onclick: () => this.toggle() }, icon("close")));
  }
}

export function wireDrawer() {
  const drawer = new WireDrawer();
  on("wire", (entry) => drawer.add(entry));
  on("toggle-wire", () => drawer.toggle());
  return drawer.node;
}
