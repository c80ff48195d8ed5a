// The markdown block: headings, emphasis, code, links, lists, quotes, rules and tables.

import { add, h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mrkdwn.js";

const RULES = [
  [/^`([^`]+)`/, (m) => h("code", {}, m[1])],
  [/^!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], m[1] || m[2])],
  [/^\[([^\]]+)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], span(m[1]))],
  [/^<(https?:[^>]+)>/, (m) => link(m[1])],
  [/^\*\*(?=\S)([^]*?\S)\*\*/, (m) => h("strong", {}, span(m[1]))],
  [/^__(?=\S)([^]*?\S)__(?!\w)/, (m) => h("strong", {}, span(m[1]))],
  [/^~~(?=\S)([^]*?\S)~~/, (m) => h("s", {}, span(m[1]))],
  [/^\*(?=\S)([^]*?\S)\*/, (m) => h("em", {}, span(m[1]))],
  [/^_(?=\S)([^]*?\S)_(?!\w)/, (m) => h("em", {}, span(m[1]))],
  [/^https?:\/\/[^\s<>)]+/, (m) => link(m[0])],
  [/^\\([\\`*_{}[\]()#+\-.!~>|])/, (m) => m[1]],
];

function span(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const inWord = /\w$/.test(plain) && /^[_h]/.test(rest);
    const rule = inWord ? null : RULES.find(([pattern]) => pattern.test(rest));
    if (!rule) {
      plain += text[at++];
      continue;
    }
    const found = rule[0].exec(rest);
    if (plain) nodes.push(withEmoji(plain));
    plain = "";
    nodes.push(rule[1](found));
    at += found[0].length;
  }
  if (plain) nodes.push(withEmoji(plain));
  return nodes;
}

const ITEM = /^(\s*)(?:([-*+])|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
const isRule = (line) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(line);
const isTable = (rows, at) => rows[at].includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rows[at + 1] || "");

function table(rows, at) {
  const head = h("tr", {}, cells(rows[at]).map((cell) => h("th", {}, span(cell))));
  const body = [];
  let next = at + 2;
  for (; next < rows.length && rows[next].includes("|"); next++) {
    body.push(h("tr", {}, cells(rows[next]).map((cell) => h("td", {}, span(cell)))));
  }
  return [h("div", { class: "table-wrap" }, h("table", {}, h("thead", {}, head), h("tbody", {}, body))), next];
}

function item(found) {
  const sign = found[4] !== undefined ? (found[4] === " " ? "☐" : "☑") : found[3] ? `${found[3]}.` : "•";
  return h("div", { class: "bullet", style: { "--depth": String(Math.floor(found[1].length / 2)) } },
    h("span", { class: "bullet-sign" }, sign), h("span", {}, span(found[5])));
}

function fenced(rows, at) {
  const body = [];
  let next = at + 1;
  while (next < rows.length && !/^\s*```/.test(rows[next])) body.push(rows[next++]);
  return [h("pre", {}, body.join("\n")), next + 1];
}

function gathered(rows, at, takes, make) {
  const body = [];
  let next = at;
  while (next < rows.length && takes(rows[next])) body.push(rows[next++]);
  return [make(body), next];
}

function step(rows, at) {
  const line = rows[at];
  const title = /^(#{1,6})\s+(.*)$/.exec(line);
  if (/^\s*```/.test(line)) return fenced(rows, at);
  if (title) return [h(`h${Math.min(6, title[1].length + 2)}`, { class: `md-h${title[1].length}` }, span(title[2])), at + 1];
  if (isRule(line)) return [h("hr"), at + 1];
  if (at + 1 < rows.length && isTable(rows, at)) return table(rows, at);
  if (/^\s*>/.test(line)) {
    return gathered(rows, at, (row) => /^\s*>/.test(row), (body) => h("blockquote", {}, blocks(body.map((row) => row.replace(/^\s*>\s?/, "")))));
  }
  if (ITEM.test(line)) return [item(ITEM.exec(line)), at + 1];
  const plain = (row) => row.trim() && !/^(#{1,6}\s|\s*>|\s*```)/.test(row) && !ITEM.test(row) && !isRule(row);
  return gathered(rows, at, plain, (body) => h("p", {}, body.flatMap((row, n) => (n ? [h("br"), ...span(row)] : span(row)))));
}

function blocks(rows) {
  const out = [];
  for (let at = 0; at < rows.length; ) {
    if (!rows[at].trim()) {
      at++;
      continue;
    }
    const [node, next] = step(rows, at);
    out.push(node);
    at = Math.max(next, at + 1);
  }
  return out;
}

export const markdown = (text) => add(h("div", { class: "block-markdown" }), blocks(String(text || "").split("\n")));
