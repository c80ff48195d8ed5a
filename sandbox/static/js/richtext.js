// The rich_text block: sections, lists, quotes and code, with their inline elements.

import { add, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { fault } from "./fault.js";
import { channelLink, dateNode, link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style) {
  return Object.entries(style || {}).reduce(
    (inner, [name, on]) => (on && STYLES[name] ? h(STYLES[name], {}, inner) : inner), node);
}

function broken(text) {
  return text.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
}

const INLINE = {
  text: (one) => styled(h("span", {}, broken(one.text || "")), one.style),
  link: (one) => styled(link(one.url, one.text), one.style),
  user: (one) => styled(mention(one.user_id), one.style),
  channel: (one) => styled(channelLink(one.channel_id), one.style),
  usergroup: () => h("span", { class: "mention" }, "@group"),
  broadcast: (one) => h("span", { class: "mention mention-me" }, `@${one.range}`),
  emoji: (one) => h("span", { class: "emoji", title: `:${one.name}:` }, emoji(one.name) || fromCode(one.unicode) || `:${one.name}:`),
  date: (one) => dateNode(one.timestamp, one.format || "", one.url, one.fallback),
  color: (one) => h("code", {}, one.value),
};

function fromCode(unicode) {
  return unicode ? String.fromCodePoint(...unicode.split("-").map((part) => parseInt(part, 16))) : null;
}

const inlines = (elements) =>
  (elements || []).map((one) => (INLINE[one.type] ? INLINE[one.type](one) : fault("unknown_element", one)));

function list(one) {
  const tag = one.style === "ordered" ? "ol" : "ul";
  const items = (one.elements || []).map((item) => h("li", {}, inlines(item.elements)));
  const props = { class: "rt-list", style: { "--depth": String(one.indent || 0) } };
  if (tag === "ol" && one.offset) props.start = one.offset + 1;
  return h(tag, props, items);
}

const PARTS = {
  rich_text_section: (one) => h("div", { class: "rt-section" }, inlines(one.elements)),
  rich_text_list: list,
  rich_text_quote: (one) => h("blockquote", {}, inlines(one.elements)),
  rich_text_preformatted: (one) => h("pre", {}, inlines(one.elements)),
};

export function richText(block) {
  const parts = (block.elements || []).map((one) => (PARTS[one.type] ? PARTS[one.type](one) : fault("unknown_element", one)));
  return add(h("div", { class: "block-rich-text" }), parts);
}
