// What the page knows, and who wants to hear when it changes.

export const store = {
  team: {}, users: new Map(), app: {}, clock: { now: null, target: null, step: 0 },
  me: null, channels: [], current: null, tab: "home",
  messages: new Map(), // channel -> { list, more, newFrom }
  thread: null, // { channel, ts, list }
  waiting: {}, // person -> unread words of the app
  views: [], home: null, drafts: new Map(), online: true,
};

let bus = new EventTarget();
// Forgets who listens: before the frame is built anew in another language.
export const silence = () => (bus = new EventTarget());
export const on = (name, fn) => bus.addEventListener(name, (event) => fn(event.detail));
export const emit = (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail }));

export const now = () => new Date(store.clock.now || Date.now());
export const tz = () => (store.me && store.me.tz) || "UTC";
export const lang = () => (((store.me && store.me.locale) || "en").startsWith("zh") ? "zh" : "en");
export const locale = () => (lang() === "zh" ? "zh-CN" : (store.me && store.me.locale) || "en-US");

export const channel = (id) => store.channels.find((one) => one.id === id) || null;
export const appChannel = () => store.channels.find((one) => one.kind === "app") || null;
export const user = (id) => store.users.get(id) || null;
export const people = () =>
  [...store.users.values()].filter((one) => !one.is_bot && one.id !== "USLACKBOT" && !one.deleted);

export function nameOf(who) {
  if (!who) return "";
  const profile = who.profile || {};
  return profile.display_name || profile.real_name || who.real_name || who.name || who.id;
}

export function channelName(one) {
  if (!one) return "";
  if (one.kind === "app") return store.app.name || one.name;
  if (one.kind === "im") return nameOf(user(one.other_user)) || one.name;
  return one.name;
}

export const isApp = (message) =>
  Boolean(message.bot_id) || (message.user && message.user === store.app.bot_user_id);
