// What the page does with the server: who I am, where I look, what I send.

import { get, post } from "./api.js";
import { recall, remember } from "./dom.js";
import { appChannel, channel, emit, people, store } from "./store.js";

const PAGE = 60;
export const APP = "app"; // in the address: the talk with the app, whose id differs from person to person

export async function boot() {
  const answer = await get("/client/boot");
  if (!answer.ok) return false;
  store.team = answer.team;
  store.app = answer.app || {};
  store.users = new Map(answer.users.map((one) => [one.id, one]));
  store.clock = answer.clock;
  if (store.me) store.me = store.users.get(store.me.id) || store.me;
  return true;
}

const address = () => {
  const [user, place, thread] = location.hash.replace(/^#/, "").split("/");
  return { user, place, thread };
};

export function go(place, thread) {
  const hash = `#${store.me.id}/${place}${thread ? `/${thread}` : ""}`;
  if (location.hash !== hash) location.hash = hash;
  else route().then(() => !thread && emit("place")); // where one is already, one has come anew
}

// Where they were last; or in what the app wrote to them.
export function become(id, place = recall(`place.${id}`)) {
  remember("person", id);
  location.hash = `#${id}/${place || ""}`;
}

// The address in the bar decides what is shown. Without a person, the page asks who you are.
export async function route() {
  const { user, place, thread } = address();
  const known = store.users.get(user);
  if (!known || known.is_bot || known.deleted) {
    const last = people().find((one) => one.id === recall("person"));
    if (!user && last && recall("met")) return become(last.id);
    store.me = null;
    return emit("who");
  }
  remember("met", "yes");
  remember("person", user);
  if (!store.me || store.me.id !== user) await enter(known);
  const query = new URLSearchParams(location.search);
  if (query.get("ts")) {
    wanted = { id: query.get("channel"), ts: query.get("ts") };
    history.replaceState(null, "", `/#${user}/${wanted.id}`);
    return look(wanted.id, null);
  }
  return look(place, thread);
}

async function enter(person) {
  Object.assign(store, { me: person, channels: [], current: null, thread: null, views: [], home: null });
  store.messages.clear();
  await refreshState();
  emit("me");
  refreshViews();
}

async function look(place, thread) {
  const target = channel(place) || (place === APP && appChannel()) || firstPlace();
  if (!target) return;
  if (store.current !== target.id) await openChannel(target);
  if (!thread) return closeThread();
  if (!store.thread || store.thread.ts !== thread) await openThread(target.id, thread);
}

// A newcomer starts where the app is.
function firstPlace() {
  const mine = store.channels.filter((one) => one.kind !== "im" && one.kind !== "app" && one.is_member !== false);
  return mine.find((one) => one.app_is_member) || mine[0] || store.channels[0];
}

// Of several answers under way only the one asked for last counts.
const asked = { state: 0, views: 0 };

export function refreshState() {
  newest = askState();
  return newest;
}

let newest = null; // who asked earlier waits for this one too: what they want to know is in it

async function askState() {
  const mine = ++asked.state;
  const answer = await get("/client/state", { user: store.me.id });
  if (mine !== asked.state) return newest;
  if (!answer.ok) return;
  store.channels = answer.channels;
  store.waiting = answer.waiting || {};
  emit("state");
}

async function openChannel(target) {
  store.current = target.id;
  remember(`place.${store.me.id}`, target.id);
  const unread = target.unread || 0;
  if (target.kind === "app") store.tab = firstTab(unread);
  emit("place");
  await loadMessages(target.id, unread);
  if (target.kind === "app") await openTab(store.tab);
  markRead();
  await settleWanted();
}

// What is unread comes first, then the tab one was on.
function firstTab(unread) {
  if (store.app.home === false || unread || wanted) return "messages";
  return recall(`tab.${store.me.id}`) || "home";
}

// A message somebody linked to: its channel is opened, then it is brought into sight.
let wanted = null;

export function showMessage(id, ts) {
  wanted = { id, ts };
  if (store.current === id) settleWanted();
  else go(id);
}

async function settleWanted() {
  if (!wanted || wanted.id !== store.current) return;
  const { id, ts } = wanted;
  wanted = null;
  const here = () => store.messages.get(id).list.some((one) => one.ts === ts);
  for (let pages = 0; pages < 8 && !here() && store.messages.get(id).more; pages++) await loadOlder(id);
  if (here()) return emit("flash", ts);
  const answer = await get("/client/replies", { user: store.me.id, channel: id, thread_ts: ts });
  const root = answer.ok && answer.messages[0] && answer.messages[0].thread_ts;
  return root ? go(id, root) : undefined;
}

export async function openTab(tab) {
  store.tab = tab;
  remember(`tab.${store.me.id}`, tab);
  emit("tab");
  const before = published;
  const answer = await post("/client/home/open", { user: store.me.id, tab });
  if (answer.ok && tab === "home" && before === published) setHome(answer.view);
  markRead();
}

// The app often publishes before the answer to our call is here; what it published is newer than that answer.
let published = 0;

export function setHome(view) {
  published += 1;
  store.home = view || null;
  emit("home");
}

function firstUnread(list, unread) {
  const others = list.filter((one) => one.user !== store.me.id && !one.ephemeral);
  const first = others[others.length - unread];
  return unread > 0 && first ? first.ts : null;
}

const arriving = new Map(); // channel -> messages that came while its list was being asked for

async function loadMessages(id, unread = 0) {
  arriving.set(id, []);
  const answer = await get("/client/messages", { user: store.me.id, channel: id, limit: PAGE });
  const came = arriving.get(id) || [];
  arriving.delete(id);
  if (!answer.ok) return;
  for (const message of came) upsert(answer.messages, message);
  const before = store.messages.get(id);
  const newFrom = unread ? firstUnread(answer.messages, unread) : before && before.newFrom;
  store.messages.set(id, { list: answer.messages, more: answer.messages.length >= PAGE, newFrom });
  emit("messages", id);
}

export async function loadOlder(id) {
  const held = store.messages.get(id);
  if (!held || !held.more || held.busy) return;
  held.busy = true;
  const answer = await get("/client/messages", { user: store.me.id, channel: id, before: held.list[0].ts, limit: PAGE });
  held.busy = false;
  if (!answer.ok) return;
  held.more = answer.messages.length >= PAGE;
  const known = new Set(held.list.map((one) => one.ts));
  held.list = [...answer.messages.filter((one) => !known.has(one.ts)), ...held.list];
  emit("messages", id);
}

const byTs = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

export const isReply = (message) =>
  message.thread_ts && message.thread_ts !== message.ts && message.subtype !== "thread_broadcast";

function upsert(list, message) {
  const at = list.findIndex((one) => one.ts === message.ts);
  if (at >= 0) list[at] = { ...message, ephemeral: message.ephemeral ?? list[at].ephemeral };
  else list.push(message);
  list.sort(byTs);
}

export function receive(id, message) {
  const thread = store.thread;
  if (thread && thread.channel === id && (message.thread_ts === thread.ts || message.ts === thread.ts)) {
    upsert(thread.list, message);
    emit("thread");
  }
  if (arriving.has(id) && !isReply(message)) arriving.get(id).push(message);
  const held = store.messages.get(id);
  if (!held) return;
  if (isReply(message)) return countReplies(held, id, message);
  upsert(held.list, message);
  emit("messages", id);
  if (id === store.current) markRead();
}

// The parent's count comes from the server, so that it is never counted twice.
async function countReplies(held, id, message) {
  const answer = await get("/client/replies", { user: store.me.id, channel: id, thread_ts: message.thread_ts });
  const parent = answer.ok && answer.messages.find((one) => one.ts === message.thread_ts);
  if (!parent) return;
  upsert(held.list, { ...parent, reply_count: parent.reply_count ?? answer.messages.length - 1 });
  emit("messages", id);
}

export function forget(id, ts) {
  const held = store.messages.get(id);
  if (held) held.list = held.list.filter((one) => one.ts !== ts);
  if (store.thread && store.thread.channel === id) store.thread.list = store.thread.list.filter((one) => one.ts !== ts);
  emit("messages", id);
  emit("thread");
}

async function openThread(id, ts) {
  store.thread = { channel: id, ts, list: [] };
  emit("thread", { opened: true });
  const answer = await get("/client/replies", { user: store.me.id, channel: id, thread_ts: ts });
  if (!answer.ok || !store.thread || store.thread.ts !== ts) return;
  for (const message of store.thread.list) upsert(answer.messages, message);
  store.thread.list = answer.messages;
  emit("thread");
}

export function closeThread() {
  if (!store.thread) return;
  store.thread = null;
  emit("thread");
  const { thread } = address();
  if (thread) go(store.current);
}

export function markRead() {
  const here = channel(store.current);
  const held = store.messages.get(store.current);
  if (!here || !held || document.hidden || (here.kind === "app" && store.tab === "home")) return;
  const last = held.list.filter((one) => !one.ephemeral).at(-1);
  if (!last || (!here.unread && here.readTs === last.ts)) return;
  here.unread = 0;
  here.readTs = last.ts;
  emit("state");
  post("/client/read", { user: store.me.id, channel: here.id, ts: last.ts });
}

export async function refreshViews() {
  if (!store.me) return;
  const mine = ++asked.views;
  const before = published;
  const answer = await get("/client/views", { user: store.me.id });
  if (!answer.ok || mine !== asked.views) return;
  if (before === published) setHome(answer.home);
  store.views = answer.views;
  emit("views");
}

export async function refreshAll() {
  await boot();
  if (!store.me) return;
  if (!store.users.has(store.me.id)) return void (location.hash = ""); // the workspace was forgotten
  await refreshState();
  emit("clock");
  if (store.current) await loadMessages(store.current);
  if (store.thread) await openThread(store.thread.channel, store.thread.ts);
  await refreshViews();
}

// Opens the conversation with somebody, which may not be there yet.
export async function talkTo(person) {
  const held = dmWith(person.id);
  if (held) return go(held.id);
  const answer = await get("/client/messages", { user: store.me.id, channel: `@${person.name}`, limit: 1 });
  if (!answer.ok) return undefined;
  await refreshState();
  return go(answer.channel);
}

export const dmWith = (id) => store.channels.find((one) => one.kind === "im" && one.other_user === id);
