// Nothing typed is lost: the composer is saved on the server a moment after every pause, and before anything is sent.

import { post } from "panel/session";

const PAUSE_MS = 500;
const RETRY_MS = 4000;
let timer = 0;
let saved = null;
let saving = Promise.resolve();

const field = () => document.querySelector("textarea[data-draft]");

/** Begins to watch the composer on the screen; what it holds now is what the server holds. */
export function watchDraft() {
  const words = field();
  saved = words ? words.defaultValue : null;
  if (words && words.value !== saved) schedule(0);
}

/** Waits until the server has everything, so that a late save cannot bring a sent text back. */
export async function settleDraft() {
  clearTimeout(timer);
  await saving;
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(() => { saving = saving.then(save); }, delay);
}

async function save(keepalive = false) {
  const words = field();
  if (!words || words.value === saved) return;
  const text = words.value;
  try {
    const response = await post(words.dataset.draft, { text }, { keepalive });
    if (!response.ok) throw new Error(response.status);
    saved = text;
    say(text ? words.dataset.savedWords : "");
  } catch {
    say(words.dataset.unsavedWords);
    schedule(RETRY_MS);
  }
}

function say(what) {
  const place = document.querySelector("[data-saved]");
  if (place && place.textContent !== what) place.textContent = what;
}

document.addEventListener("input", (event) => {
  if (event.target === field()) schedule(PAUSE_MS);
});
addEventListener("pagehide", () => { save(true); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save(true);
});
