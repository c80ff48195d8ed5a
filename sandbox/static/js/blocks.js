// Block Kit as nodes. What this page does not know becomes a loud red box.

import { button, overflow } from "./buttons.js";
import { h, newId } from "./dom.js";
import { fault } from "./fault.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { checkboxes, fileInput, fileRow, radios, textInput } from "./inputs.js";
import { markdown } from "./markdown.js";
import { link, plainOf, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { datepicker, datetimepicker, select, SELECTS, timepicker } from "./selects.js";

const ELEMENTS = {
  button, overflow, datepicker, timepicker, datetimepicker, checkboxes,
  radio_buttons: radios, plain_text_input: textInput, number_input: textInput,
  email_text_input: textInput, url_text_input: textInput, file_input: fileInput, image: ({ element }) => picture(element),
  ...Object.fromEntries(SELECTS.map((type) => [type, select])),
};

function elementNode(element, block, surface, place, at = 0) {
  const make = ELEMENTS[element.type];
  if (!make) return fault("unknown_element", element);
  const named = { ...element, action_id: element.action_id || `action-${at}` };
  return make({ element: named, block, surface, place });
}

const isOurs = (url) => {
  if (url.startsWith("data:image/") || url.startsWith("blob:")) return true;
  const made = new URL(url, location.origin);
  return made.origin === location.origin || ["127.0.0.1", "localhost"].includes(made.hostname);
};

const ownPath = (url) => (/^(data|blob):/.test(url) ? url : new URL(url, location.origin).pathname);

// Pictures of this workspace are shown; one from outside is only named, since this page calls nobody.
function picture(image) {
  const url = image.image_url || (image.slack_file && image.slack_file.url) || "";
  if (url && isOurs(url)) return h("img", { src: ownPath(url), alt: image.alt_text || "", class: "picture", loading: "lazy" });
  const host = url ? new URL(url, location.origin).host : (image.slack_file && image.slack_file.id) || "?";
  return h("span", { class: "picture-outside", role: "img", "aria-label": image.alt_text, title: t("outside_image", { host }) },
    icon("image", 16), h("span", {}, url ? link(url, image.alt_text || host) : image.alt_text));
}

function section(block, surface) {
  const body = h("div", { class: "section-body" },
    block.text && h("div", { class: "text" }, textOf(block.text)),
    block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, textOf(field)))));
  const side = block.accessory && h("div", { class: `accessory accessory-${block.accessory.type}` }, elementNode(block.accessory, block, surface, "accessory"));
  return h("div", { class: "block-section" }, body, side);
}

function context(block) {
  const parts = (block.elements || []).map((one) => {
    if (one.type === "image") return picture(one);
    return ["mrkdwn", "plain_text"].includes(one.type) ? h("span", { class: "text" }, textOf(one)) : fault("unknown_element", one);
  });
  return h("div", { class: "block-context" }, parts);
}

function input(block, surface) {
  const id = newId("field");
  const element = { ...block.element, domId: id };
  return h("div", { class: "block-input" },
    h("label", { class: "field-label", for: id }, textOf(block.label), block.optional && h("span", { class: "optional" }, ` (${t("optional")})`)),
    elementNode(element, block, surface, "input"),
    h("div", { class: "field-error", role: "alert" }),
    block.hint && h("div", { class: "field-hint" }, textOf(block.hint)));
}

function cell(one, tag, column) {
  const align = (column && column.align) || null;
  const inner = one.type === "rich_text" ? richText(one) : one.type === "raw_text" || one.type === "raw_number" ? String(one.text ?? one.value ?? "") : fault("unknown_element", one);
  return h(tag, { class: align && `align-${align}` }, inner);
}

function table(block) {
  const [head, ...rows] = block.rows || [];
  const columns = block.column_settings || [];
  const line = (row, tag) => h("tr", {}, row.map((one, at) => cell(one, tag, columns[at])));
  return h("div", { class: "table-wrap" }, h("table", {},
    head && h("thead", {}, line(head, "th")), h("tbody", {}, rows.map((row) => line(row, "td")))));
}

const image = (block) => h("figure", { class: "block-image" }, block.title && h("figcaption", {}, textOf(block.title)), picture(block));

const BLOCKS = {
  section, context, input, image, table,
  header: (block) => h("h3", { class: "block-header" }, textOf(block.text)),
  divider: () => h("hr", { class: "block-divider" }),
  actions: (block, surface) => h("div", { class: "block-actions" },
    (block.elements || []).map((one, at) => elementNode(one, block, surface, "actions", at))),
  rich_text: richText,
  markdown: (block) => markdown(block.text),
};

function blockNode(block, surface, at) {
  const known = BLOCKS[block.type];
  const named = { ...block, block_id: block.block_id || `block-${at}` };
  const node = known ? known(named, surface) : fault("unknown_block", block);
  node.dataset.blockId = named.block_id;
  node.classList.add("block");
  return node;
}

export const blockNodes = (blocks, surface) => (blocks || []).map((block, at) => blockNode(block, surface, at));

// The old kind of attachment: a coloured bar with text or blocks.
export function attachment(one, surface) {
  const color = /^#?[0-9a-f]{6}$/i.test(one.color || "") ? `#${one.color.replace("#", "")}` : "";
  return h("div", { class: "attachment", style: color ? { "--bar": color } : {} },
    one.pretext && h("div", { class: "text" }, textOf({ type: "mrkdwn", text: one.pretext })),
    one.title && h("strong", {}, one.title_link ? link(one.title_link, one.title) : plainOf(one.title)),
    one.blocks ? blockNodes(one.blocks, surface) : h("div", { class: "text" }, textOf({ type: "mrkdwn", text: one.text || one.fallback || "" })));
}

export function messageFile(file) {
  const url = file.url_private || file.permalink || "";
  const path = url && isOurs(url) ? ownPath(url) : null;
  if (path && String(file.mimetype || "").startsWith("image/")) return h("img", { src: path, alt: file.title || file.name, class: "picture" });
  return path ? h("a", { class: "file-link", href: path, download: file.name }, fileRow(file)) : fileRow(file);
}
