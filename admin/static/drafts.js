// Nothing typed is lost: the composer is saved on the server a moment after every pause, and before anything is sent.

import { post } from "panel/session";

const PAUSE_MS = 500;
const RETRY_MS = 4000;
let timer = 0;
let saved = null;
let saving = Promise.resolve();

const field = () => document.querySelector("textarea[data-draft]");
const mode = () => document.querySelector('.modes input:checked')?.value ?? "note";
const held = () => `${mode()} ${field().value}`;

/** Begins to watch the composer on the screen; what it holds now is what the server holds. */
export function watchDraft() {
  const words = field();
  const checked = [...document.querySelectorAll(".modes input")].find((radio) => radio.defaultChecked);
  saved = words ? `${checked?.value ?? "note"} ${words.defaultValue}` : null;
  saveWhatIsLeft();
}

/** Waits until the server has everything, so that a late save cannot bring a sent text back. */
export async function settleDraft() {
  clearTimeout(timer);
  await saving;
}

/** After a deed that changed nothing on the screen: what waited to be saved is saved now. */
export function saveWhatIsLeft() {
  if (field() && held() !== saved) schedule(0);
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(() => { saving = saving.then(save); }, delay);
}

async function save(keepalive = false) {
  const words = field();
  if (!words || held() === saved) return;
  const text = words.value;
  const now = held();
  try {
    const response = await post(words.dataset.draft, { text, mode: mode() }, { keepalive });
    if (!response.ok) throw new Error(response.status);
    saved = now;
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
document.addEventListener("change", (event) => {
  if (event.target.name === "mode" && field()?.value) schedule(0);
});
addEventListener("pagehide", () => { save(true); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save(true);
});
