// Sounds: a soft one for a family's words somewhere else, another one for danger that nobody has taken, every half minute.
// Browsers keep silent until somebody has touched the page; the button in the header always says how it is.

const SWITCH = "panel.sound";
const AGAIN_MS = 30_000;
const TONES = { message: [[660, 0], [880, 0.12]], danger: [[880, 0], [587, 0.18], [880, 0.36], [587, 0.54]] };
let audio = null;
let unread = null;
let alarm = 0;

const button = () => document.querySelector("[data-sound]");
const wanted = () => localStorage.getItem(SWITCH) !== "off";
const ready = () => audio?.state === "running";

function tell() {
  const place = button();
  if (!place) return;
  place.hidden = false;
  place.setAttribute("aria-pressed", String(wanted()));
  const [sign, ...words] = place.dataset[!wanted() ? "off" : ready() ? "on" : "waiting"].split(" ");
  const label = document.createElement("span");
  label.textContent = words.join(" ");
  place.replaceChildren(sign, label);
}

async function unlock() {
  if (!wanted() || ready()) return;
  audio ??= new AudioContext();
  await audio.resume().catch(() => null);
  tell();
}

function play(kind) {
  if (!wanted() || !ready()) return;
  for (const [pitch, after] of TONES[kind]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const begins = audio.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.12, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + 0.16);
    tone.connect(volume).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + 0.17);
  }
}

/** What the counters say now: more unread than before (but not what somebody is reading), or danger that waits. */
export function listen(queues) {
  if (!queues) return;
  const now = Number(queues.dataset.unread);
  const read = document.visibilityState === "visible" && document.querySelector('.unread a[aria-current="page"]');
  if (unread !== null && now > unread && !read) play("message");
  unread = now;
  const danger = Number(queues.dataset.danger) > 0;
  if (danger && !alarm) {
    play("danger");
    alarm = setInterval(() => play("danger"), AGAIN_MS);
  }
  if (!danger) { clearInterval(alarm); alarm = 0; }
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-sound]")) return;
  localStorage.setItem(SWITCH, wanted() && ready() ? "off" : "on");
  unlock().then(tell);
  tell();
});
for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, unlock, { capture: true });
tell();
