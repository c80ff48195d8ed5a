// Small helpers to build the page. Text always goes in as text nodes, never as markup.

export function h(tag, props, ...kids) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) setProp(el, name, value);
  add(el, kids);
  return el;
}

function setProp(el, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
  else if (name === "class") el.className = value;
  else if (name === "dataset") Object.assign(el.dataset, value);
  else if (name === "style") for (const [k, v] of Object.entries(value)) el.style.setProperty(k, v);
  else if (name === "value" || name === "checked" || name === "disabled") el[name] = value;
  else el.setAttribute(name, value === true ? "" : value);
}

export function add(el, ...kids) {
  for (const kid of kids.flat(Infinity)) {
    if (kid === null || kid === undefined || kid === false) continue;
    el.append(kid instanceof Node ? kid : document.createTextNode(String(kid)));
  }
  return el;
}

export function fill(el, ...kids) {
  el.replaceChildren();
  return add(el, kids);
}

// Brings the children of `box` to these rows of { key, sign, make }. Nodes whose sign is the same stay where they are: a
// press that has begun on one still ends there, and focus stays. Where the focus was in one that goes, it passes on.
export function reconcile(box, rows) {
  const at = document.activeElement;
  const held = box.held || new Map();
  const next = new Map(rows.map((row) => {
    const old = held.get(row.key);
    return [row.key, old && old.sign === row.sign ? old : { sign: row.sign, node: row.make() }];
  }));
  const wanted = new Set([...next.values()].map((one) => one.node));
  for (const [key, { node }] of held) {
    if (!wanted.has(node)) heirs.set(node, next.has(key) ? next.get(key).node : box.closest("[tabindex]"));
  }
  for (const child of [...box.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = box.firstChild;
  for (const node of wanted) {
    if (node === cursor) cursor = cursor.nextSibling;
    else box.insertBefore(node, cursor);
  }
  box.held = next;
  if (box.isConnected && !at.isConnected) focusOn(at);
}

const heirs = new WeakMap(); // what was taken off the page -> what stands in its place

// The button of the same action and words in the row drawn anew; of several, the one that comes as late as this one did.
function alike(el, heir) {
  const { actionId, tool } = el.dataset;
  const all = (root) => [...root.querySelectorAll("[data-action-id], [data-tool]")].filter((one) =>
    one.dataset.actionId === actionId && one.dataset.tool === tool && one.textContent === el.textContent);
  return all(heir)[all(el.getRootNode()).indexOf(el)];
}

// Gives the focus back to `el`; where it was drawn anew meanwhile, to its like, or to what it stood in.
export function focusOn(el) {
  let to = el;
  while (to && !to.isConnected) {
    const heir = heirs.get(to.getRootNode());
    to = heir && (alike(to, heir) || heir);
  }
  if (!to || to === document.body) return;
  if (!to.matches(FOCUSABLE) && !to.hasAttribute("tabindex")) to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

let serial = 0;
export const newId = (prefix) => `${prefix}-${++serial}`;

export const isComposing = (event) => event.isComposing || event.keyCode === 229;

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

const focusables = (root) =>
  [...root.querySelectorAll(FOCUSABLE)].filter((el) => el.tabIndex >= 0 && el.getClientRects().length > 0);

// Tab goes round inside `root`, as a dialog must.
export function trapTab(root, event) {
  if (event.key !== "Tab") return;
  const all = focusables(root);
  if (!all.length) return;
  const first = all[0];
  const last = all[all.length - 1];
  const at = document.activeElement;
  if (event.shiftKey && (at === first || at.contains(first) || !root.contains(at))) {
    last.focus();
    event.preventDefault();
  } else if (!event.shiftKey && (at === last || !root.contains(at))) {
    first.focus();
    event.preventDefault();
  }
}

// The index an arrow key leads to, or -1 when the key is not for a list.
export function arrow(event, at, length) {
  if (!length) return -1;
  if (event.key === "ArrowDown") return (at + 1) % length;
  if (event.key === "ArrowUp") return (at - 1 + length) % length;
  if (event.key === "Home") return 0;
  if (event.key === "End") return length - 1;
  return -1;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export const recall = (key) => {
  try {
    return localStorage.getItem(`sandbox.${key}`);
  } catch {
    return null;
  }
};

export const remember = (key, value) => {
  try {
    localStorage.setItem(`sandbox.${key}`, value);
  } catch {
    // A browser without storage only forgets who you were.
  }
};
