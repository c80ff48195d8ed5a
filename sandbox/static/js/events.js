// Live updates: one stream of server-sent events for the person chosen.

import { channel, emit, store } from "./store.js";
import { boot, forget, receive, refreshAll, refreshState, refreshViews, setHome } from "./session.js";
import { caption, toast } from "./toast.js";

const RETRY_MS = 2000;
let source = null;

// A walk of the clock has hundreds of steps: they are drawn a few at a time.
let waiting = false;

function tick() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    emit("clock");
  }, 40);
}

const HANDLERS = {
  message: (event) => receive(event.channel, event.message),
  message_changed: (event) => receive(event.channel, event.message),
  message_deleted: (event) => forget(event.channel, event.ts),
  ephemeral: (event) => receive(event.channel, { ...event.message, ephemeral: true }),
  view: () => refreshViews(),
  view_closed: () => refreshViews(),
  home: (event) => setHome(event.view),
  clock: (event) => {
    store.clock = { ...store.clock, ...event };
    tick();
  },
  unread,
  wire: (event) => emit("wire", event.entry),
  caption: (event) => caption(event),
  notice: (event) => toast(event.text, { kind: event.level === "info" ? "info" : "error" }),
  refresh: async () => {
    await boot();
    if (store.me) await refreshState();
    emit("me");
  },
};

function unread(event) {
  const one = channel(event.channel);
  if (!one) return refreshState();
  const reading = one.id === store.current && !document.hidden && !(one.kind === "app" && store.tab === "home");
  one.unread = reading ? 0 : event.unread;
  return emit("state");
}

function handle(raw) {
  const event = JSON.parse(raw.data);
  if (HANDLERS[event.type]) HANDLERS[event.type](event);
}

function setOnline(online) {
  if (store.online === online) return;
  store.online = online;
  emit("online");
  if (online) refreshAll();
}

export function listen() {
  if (source) source.close();
  source = null;
  if (!store.me) return;
  source = new EventSource(`/client/events?user=${encodeURIComponent(store.me.id)}`);
  source.onmessage = handle;
  source.onopen = () => {
    if (store.online) refreshViews(); // what was shown before the stream was open
    setOnline(true);
  };
  source.onerror = () => {
    setOnline(false);
    if (source && source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
  };
}
