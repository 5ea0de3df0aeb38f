// What this tab keeps of an opened key, and how long. Every page loads this, so it stands on nothing else.
const OPENED = "roost.vault.opened";
const MINUTES = 30;
// Looked at every fifteen seconds, so that two minutes at least are left.
const NEAR = 135_000;
const OFTEN = 15_000;

const read = () => JSON.parse(sessionStorage.getItem(OPENED) ?? "null");
export const lock = () => sessionStorage.removeItem(OPENED);

export function keepOpen(keys, person) {
  const until = Date.now() + MINUTES * 60_000;
  sessionStorage.setItem(OPENED, JSON.stringify({ ...keys, person, until }));
}

// The opened keys, if they are this person's present ones and were used lately; any others are forgotten.
export function opened({ person, keys }) {
  const kept = read();
  const holds = kept && keys && kept.person === person && kept.box === keys.box && kept.sign === keys.sign;
  if (holds && kept.until > Date.now()) return kept;
  lock();
  return null;
}

// Forgets opened keys and lets the page know.
export function expire() {
  if (!read()) return;
  lock();
  document.dispatchEvent(new Event("vault:locked"));
}

// Lets keys go whose time is over, or whose owner is not who is signed in; `person` is unknown on a page of nobody's.
export function watchTime(person) {
  const look = () => {
    const kept = read();
    if (kept && (kept.until <= Date.now() || (person !== undefined && person !== String(kept.person)))) expire();
  };
  look();
  setInterval(look, OFTEN);
  for (const name of ["pageshow", "visibilitychange"]) addEventListener(name, look);
}

// Puts the end off while the page is used, and asks in a dialog shortly before it comes.
export function watchUse(dialog) {
  const use = () => {
    const kept = read();
    if (!kept || kept.until <= Date.now()) return;
    keepOpen(kept, kept.person);
    dialog.close();
  };
  for (const name of ["pointerdown", "keydown", "input", "wheel"]) addEventListener(name, use, { passive: true });
  document.addEventListener("vault:locked", () => dialog.close());
  setInterval(() => {
    const kept = read();
    if (kept && kept.until - Date.now() < NEAR && !dialog.open) dialog.showModal();
  }, OFTEN);
}
