// What Slack checks in the browser before a modal is submitted: required, lengths, numbers, addresses.

import { t } from "./i18n.js";

function lengthFault(element, value) {
  if (element.max_length && value.length > element.max_length) return t("too_long", { n: element.max_length });
  if (element.min_length && value.length < element.min_length) return t("too_short", { n: element.min_length });
  return null;
}

function numberFault(element, value) {
  if (!/^-?\d+(\.\d+)?$/.test(value.trim())) return t("bad_number");
  if (!element.is_decimal_allowed && !/^-?\d+$/.test(value.trim())) return t("bad_whole");
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return t("too_small", { n: element.min_value });
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return t("too_big", { n: element.max_value });
  return null;
}

const CHECKS = {
  plain_text_input: lengthFault,
  number_input: numberFault,
  email_text_input: (element, value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : t("bad_email")),
  url_text_input: (element, value) => (/^https?:\/\/[^\s/]+\S*$/i.test(value) ? null : t("bad_url")),
};

function faultOf(block, surface) {
  const { element } = block;
  if (surface.isEmpty(block.block_id, element.action_id)) return block.optional ? null : t("required");
  const { value } = surface.values[block.block_id][element.action_id];
  return CHECKS[element.type] && value ? CHECKS[element.type](element, value) : null;
}

// { block_id: text } for every input that may not be sent as it is.
export function faultsOf(blocks, surface) {
  const inputs = (blocks || []).filter((block) => block.type === "input");
  return Object.fromEntries(inputs.map((block) => [block.block_id, faultOf(block, surface)]).filter(([, text]) => text));
}
