// Live updates: the server says which conversation changed, the page reads again what it shows of it.

import { applyRegions } from "panel/morph";
import { get, post, renew, show } from "panel/session";
import { listen } from "panel/sound";

const OFFLINE_AFTER_MS = 4000;
const SEEN_AFTER_MS = 1500;
const running = new Map();
const asked = new Map();
let source = null;
let offline = 0;

const region = (name) => document.querySelector(`[data-region="${name}"]`);
const stream = () => region("stream");
const lastSaid = () => [...stream()?.querySelectorAll("[data-direction]") ?? []].at(-1);

/** Reads one region again, `delay` from now or sooner when somebody asks for that; calls while it is being read lead to
 *  one more reading. A slow answer means a busy server: the next reading waits four times as long as the last one took. */
export function refresh(name, delay = 0) {
  asked.set(name, (asked.get(name) ?? 0) + 1);
  const state = running.get(name) ?? { busy: false, again: null, took: 0, timer: 0, due: Infinity };
  running.set(name, state);
  if (state.busy) { state.again = Math.min(state.again ?? Infinity, delay); return; }
  const wait = delay && Math.max(delay, Math.min(4 * state.took, 5000));
  const due = performance.now() + wait;
  if (due >= state.due) return;
  clearTimeout(state.timer);
  state.due = due;
  state.timer = setTimeout(() => read(name, state), wait);
}

async function read(name, state) {
  state.busy = true;
  state.due = Infinity;
  const began = performance.now();
  const place = region(name);
  const page = place && await get(place.dataset.source).catch(() => null);
  if (page) applyFresh(page);
  state.took = performance.now() - began;
  state.busy = false;
  const again = state.again;
  state.again = null;
  if (again !== null) refresh(name, again);
}

/** How often each region was to be read again so far. */
export const readings = () => new Map(asked);

/** The answer to a deed was made before it arrives: what changed on the way would stand on the screen as it was. */
export function readWhatChanged(since) {
  for (const [name, times] of readings()) if (times !== since.get(name)) refresh(name);
}

/** Puts fresh regions on the screen, keeps the end of the stream in sight, and says that something came. */
export function applyFresh(page, except = []) {
  const place = stream();
  const before = lastSaid()?.id;
  const atEnd = place && place.scrollHeight - place.scrollTop - place.clientHeight < 80;
  const applied = applyRegions(page, except);
  if (stream() && atEnd) toEnd();
  announce(before);
  counters();
  noteSeen();
  return applied;
}

export function toEnd() {
  const place = stream();
  if (place) place.scrollTop = place.scrollHeight;
}

function announce(before) {
  const last = lastSaid();
  if (!last || last.id === before || last.dataset.direction !== "in") return;
  const announcer = document.getElementById("announcer");
  announcer.textContent = `${announcer.dataset.newMessage} ${last.querySelector(".words")?.textContent ?? ""}`;
}

/** The number of own conversations with something unread: in the title, on the icon, in the list — one number. */
export function counters() {
  const unread = Number(region("queues")?.dataset.unread ?? 0);
  listen(region("queues"));
  document.title = document.title.replace(/^\(\d+\) /, "");
  if (unread) document.title = `(${unread}) ${document.title}`;
  const icon = document.querySelector("link[data-icon]");
  const wanted = unread ? icon.dataset.iconUnread : icon.dataset.icon;
  if (icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
}

/** A message counts as seen after it has stood on a visible page for a moment. */
let seenTimer = 0;
export function noteSeen() {
  clearTimeout(seenTimer);
  if (document.visibilityState !== "visible" || !stream()) return;
  seenTimer = setTimeout(async () => {
    const place = stream();
    const newest = place.dataset.newest;
    const field = document.querySelector('[data-composer] input[name="last_seen"]');
    if (field && Number(field.value) < Number(newest)) field.value = newest;
    if (place.dataset.unreadHere) await post(place.dataset.read, { up_to: newest }, { live: true }).catch(() => null);
  }, SEEN_AFTER_MS);
}

/** A change somewhere in the centre: the own list is read again only when it can have changed, else the counters, later. */
function listChanged(id, mine) {
  const queue = region("queues")?.dataset.queue;
  const touched = queue !== "mine" || mine || document.querySelector(`.conversations [data-conversation="${id}"]`);
  if (touched) refresh("list", 150 + Math.random() * 250);
  else refresh("queues", 1000 + Math.random() * 2000);
}

function changed({ kind, subject, mine }) {
  const [what, id] = subject.split(":");
  const open = document.querySelector("main[data-conversation]")?.dataset.conversation;
  if (what === "conversation") {
    if (id === open) refresh("stream");
    if (kind.startsWith("transfer")) refresh("list", 150);
    else listChanged(id, mine);
    refresh("board", 400 + Math.random() * 400);
  }
  if (what === "family") refresh("family", 200);
  if (what === "alarm") {
    refresh("alarms");
    if (open) refresh("stream");
  }
  if (what === "account") refresh("list", 300 + Math.random() * 700);
  if (what === "channel") refresh("channel", 50);
  if (what === "case") { refresh("case", 200); refresh("board", 200); }
  if (what === "appointment" || what === "centre") { refresh("appointments", 200); refresh("waiting", 200); }
  if (what === "campaign") refresh("campaign", 200);
}

export function follow() {
  if (!document.body.dataset.after) return;
  source?.close();
  source = new EventSource(`/events?after=${document.body.dataset.after}`);
  source.addEventListener("open", () => { clearTimeout(offline); show("offline", false); });
  source.addEventListener("change", (event) => changed(JSON.parse(event.data)));
  const regions = ["alarms", "list", "stream", "family", "appointments", "waiting", "case", "board", "campaign"];
  source.addEventListener("reload", () => regions.forEach((name) => refresh(name)));
  source.addEventListener("signed-out", () => { source.close(); show("signed-out"); });
  source.addEventListener("error", () => {
    clearTimeout(offline);
    if (source.readyState === EventSource.CLOSED) checkSession();
    else offline = setTimeout(() => show("offline"), OFFLINE_AFTER_MS);
  });
}

async function checkSession() {
  const response = await fetch("/help").catch(() => null);
  if (response?.status === 401) show("signed-out");
  else setTimeout(follow, OFFLINE_AFTER_MS);
}

document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible") return;
  noteSeen();
  if (source?.readyState === EventSource.CLOSED && await renew().catch(() => false)) follow();
});
