// Alarms nobody has taken: called out once per rung, aloud and in words, on whatever page is open.

import { refresh } from "panel/live";

const called = new Set();
let sounds = null;

/** A browser lets a page sound only after somebody has touched it. */
function wakeSounds() {
  sounds ??= new AudioContext();
  if (sounds.state === "suspended") sounds.resume();
}

/** Two soft tones, twice: heard across a room, no siren. */
function ring() {
  if (sounds?.state !== "running") return;
  for (const [start, pitch] of [[0, 660], [0.22, 880], [0.6, 660], [0.82, 880]]) {
    const tone = sounds.createOscillator();
    const loudness = sounds.createGain();
    const at = sounds.currentTime + start;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
    tone.connect(loudness).connect(sounds.destination);
    tone.start(at);
    tone.stop(at + 0.21);
  }
}

function callOut(place) {
  const rungs = (place.dataset.loud ?? "").split(" ").filter(Boolean);
  const fresh = rungs.filter((rung) => !called.has(rung));
  fresh.forEach((rung) => called.add(rung));
  if (!fresh.length) return;
  ring();
  const announcer = document.getElementById("announcer");
  announcer.textContent = announcer.dataset.alarm;
}

export function watchAlarms() {
  const place = document.querySelector("[data-region=alarms]");
  if (!place) return;
  document.addEventListener("pointerdown", wakeSounds);
  document.addEventListener("keydown", wakeSounds);
  new MutationObserver(() => callOut(place)).observe(place, { attributes: true });
  refresh("alarms");
}
