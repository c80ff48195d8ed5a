// Slack's mrkdwn as nodes: bold, italic, strike, code, quotes, lists, links, mentions, dates, emoji.
// As in Slack, a mark counts only where words end: 字*粗*字 stays as typed.

import { add, h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { channel, channelName, emit, nameOf, store, user } from "./store.js";
import { dateTokens, stamp } from "./time.js";

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

const WORD = /[\p{L}\p{N}]/u;
const MARKS = { "*": "strong", _: "em", "~": "s" };

export function safeHref(url) {
  try {
    const made = new URL(unescape(url), location.origin);
    return ["http:", "https:", "mailto:", "tel:"].includes(made.protocol) ? made.href : null;
  } catch {
    return null;
  }
}

export function link(url, label) {
  const href = safeHref(url);
  const text = label === undefined || label === "" ? unescape(url).replace(/^(mailto|tel):/, "") : label;
  const place = href && /^(https?:\/\/[^/]+)\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(href);
  if (place && place[1] === location.origin) {
    return h("a", {
      href, onclick: (event) => {
        event.preventDefault();
        emit("open-message", { id: place[2], ts: `${place[3]}.${place[4]}` });
      },
    }, text);
  }
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : h("span", {}, text);
}

export function mention(id, label) {
  const name = nameOf(user(id)) || label || id;
  const mine = store.me && store.me.id === id;
  return h("span", { class: mine ? "mention mention-me" : "mention" }, `@${name}`);
}

export function channelLink(id, label) {
  const one = channel(id);
  const name = label || channelName(one) || id;
  const click = one && (() => location.assign(`#${store.me.id}/${id}`));
  return h(click ? "button" : "span", { class: "mention mention-channel", type: click && "button", onclick: click || null }, `#${name}`);
}

export function dateNode(seconds, pattern, href, fallback) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(fallback || "");
  const time = h("time", { datetime: date.toISOString(), title: stamp(date) }, dateTokens(date, pattern));
  return href ? add(link(href, " "), time) : time;
}

function special(body) {
  const [target, ...rest] = body.split("|");
  const label = rest.length ? unescape(rest.join("|")) : undefined;
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern, href] = target.split("^");
    return dateNode(seconds, unescape(pattern || ""), href, label);
  }
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || "@group");
  if (target.startsWith("!")) return h("span", { class: "mention mention-me" }, `@${label || target.slice(1)}`);
  return link(target, label === undefined ? undefined : withEmoji(label));
}

// Where the mark at `start` is closed on its line, or -1. What stands in <…> or `…` does not count.
function closing(text, mark, start) {
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at++) {
    const jump = text[at] === "<" ? text.indexOf(">", at) : text[at] === "`" ? text.indexOf("`", at + 1) : -1;
    if (jump > at) at = jump;
    else if (text[at] === mark && at > start + 1 && !/\s/.test(text[at - 1]) && !WORD.test(charAt(text, at + 1))) return at;
  }
  return -1;
}

const charAt = (text, at) => (at < text.length ? String.fromCodePoint(text.codePointAt(at)) : "");

function opens(text, at) {
  const before = at > 0 ? text[at - 1] : "";
  const after = text[at + 1] || "";
  return !WORD.test(before) && after !== "" && !/\s/.test(after) && after !== text[at];
}

// One token at `at`: [node, next position], or null when the character is only itself.
function token(text, at) {
  const sign = text[at];
  if (sign === "<") {
    const end = text.indexOf(">", at);
    return end > at + 1 ? [special(text.slice(at + 1, end)), end + 1] : null;
  }
  if (sign === "`") {
    const end = text.indexOf("`", at + 1);
    if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
    return [h("code", {}, unescape(text.slice(at + 1, end).replace(/<([^|>]+\|)?([^>]*)>/g, "$2"))), end + 1];
  }
  if (sign === ":") {
    const found = /^:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/.exec(text.slice(at, at + 60));
    const picture = found && emoji(found[1]);
    return picture ? [h("span", { class: "emoji", title: found[0] }, picture), at + found[0].length] : null;
  }
  if (MARKS[sign] && opens(text, at)) {
    const end = closing(text, sign, at);
    return end > 0 ? [h(MARKS[sign], {}, inline(text.slice(at + 1, end))), end + 1] : null;
  }
  return null;
}

function inline(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = token(text, at);
    if (!found) {
      plain += text[at++];
      continue;
    }
    if (plain) nodes.push(unescape(plain));
    plain = "";
    nodes.push(found[0]);
    at = found[1];
  }
  if (plain) nodes.push(unescape(plain));
  return nodes;
}

const QUOTE = /^(?:&gt;|>)\s?/;
const BULLET = /^(\s*)([•◦▪*-]|\d{1,2}[.)])\s+(?=\S)/;

function lines(text) {
  const out = [];
  let quote = null;
  let open = false; // the last thing was a line of text, which needs a break before the next
  for (const line of text.split("\n")) {
    if (QUOTE.test(line)) {
      if (!quote) out.push((quote = h("blockquote")));
      else quote.append(h("br"));
      add(quote, inline(line.replace(QUOTE, "")));
      open = false;
      continue;
    }
    quote = null;
    const bullet = BULLET.exec(line);
    if (bullet && bullet[2] !== "*") {
      const body = inline(line.slice(bullet[0].length));
      out.push(h("div", { class: "bullet", style: { "--depth": String(Math.floor(bullet[1].length / 2)) } },
        h("span", { class: "bullet-sign" }, bullet[2] === "-" ? "•" : bullet[2]), h("span", {}, body)));
      open = false;
      continue;
    }
    if (open) out.push(h("br"));
    out.push(...inline(line));
    open = true;
  }
  return out;
}

export function mrkdwn(text) {
  const parts = String(text || "").split("```");
  const nodes = [];
  for (const [at, part] of parts.entries()) {
    const code = at % 2 === 1 && at < parts.length - 1;
    if (code) nodes.push(h("pre", {}, unescape(part.replace(/^\n|\n$/g, ""))));
    else if (part) nodes.push(...lines((at % 2 ? "```" : "") + part.replace(at ? /^\n/ : /^$/, "")));
  }
  return nodes;
}

// A text object of Block Kit, or a bare string.
export function textOf(object) {
  if (!object) return [];
  if (typeof object === "string") return [withEmoji(object)];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  const text = object.emoji === false ? object.text : withEmoji(object.text || "");
  return text.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
}

export const plainOf = (object) => (object ? withEmoji(typeof object === "string" ? object : object.text || "") : "");
