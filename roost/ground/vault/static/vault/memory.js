// What this browser keeps: opened keys for a while in this tab, and what it saw last, to notice what is held back.
import { digest } from "./bytes.js";

const OPENED = "roost.vault.opened";
const MINUTES = 30;

export const lock = () => sessionStorage.removeItem(OPENED);

export function keepOpen(keys, person) {
  const until = Date.now() + MINUTES * 60_000;
  sessionStorage.setItem(OPENED, JSON.stringify({ ...keys, person, until }));
}

// The opened keys, if they are this person's present ones and were used lately; any others are forgotten.
export function opened({ person, keys }) {
  const kept = JSON.parse(sessionStorage.getItem(OPENED) ?? "null");
  const holds = kept && keys && kept.person === person && kept.box === keys.box && kept.sign === keys.sign;
  if (holds && kept.until > Date.now()) return kept;
  lock();
  return null;
}

// Puts the end off while the page is used, and tells when it has come.
export function watchLock(whenLocked) {
  const check = (isUsed) => {
    const kept = JSON.parse(sessionStorage.getItem(OPENED) ?? "null");
    if (!kept) return;
    if (kept.until > Date.now()) return void (isUsed && keepOpen(kept, kept.person));
    lock();
    whenLocked();
  };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => check(true));
  document.addEventListener("visibilitychange", () => check(false));
  setInterval(() => check(false), 15_000);
}

const seenName = ({ me, group }) => `roost.vault.seen.${me.person}.${group}`;

// Whether the server gives less than it gave before: an older chain, another one, or older or missing notes.
export function isRolledBack(contents) {
  const seen = JSON.parse(localStorage.getItem(seenName(contents)) ?? "null");
  if (!seen) return false;
  const record = contents.epochs[seen.n - 1]?.record;
  if (seen.n && (!record || digest(record) !== seen.digest)) return true;
  const versions = new Map(contents.notes.map((note) => [note.note, note.deleted ? Infinity : note.version]));
  return Object.entries(seen.notes).some(([note, version]) => !(versions.get(note) >= version));
}

export function remember(contents) {
  const last = contents.epochs.at(-1);
  const notes = Object.fromEntries(contents.notes.map((note) => [note.note, note.version]));
  const seen = { n: contents.epochs.length, digest: last ? digest(last.record) : "", notes };
  localStorage.setItem(seenName(contents), JSON.stringify(seen));
}
