// Opens the notes of a group, and settles with whom they are read before anybody writes.
import { Refused } from "./bytes.js";
import { handOver, makeEpoch } from "./epochs.js";
import { lookAt, openNotes, unshared } from "./group.js";
import { openKeys, passphrase } from "./keys.js";
import { compareWithSeen, remember } from "./memory.js";
import { bringBack } from "./notes-form.js";
import { drawGroup, drawNotes, nameOf } from "./notes-view.js";
import { keepOpen, opened } from "./opened.js";
import { ask, field, root, show } from "./page.js";

// What the server gave, who I am, and what opened; `pages` of notes are shown.
export const now = { contents: null, me: null, view: null, notes: [], mayWrite: false, pages: 1 };
export const compared = new Set();
const isCompared = (reader) => compared.has(nameOf(reader));
const { contents: address, epochs, handed } = root.dataset;

async function fetchContents() {
  const contents = await ask(address);
  const { sealed, notes } = contents;
  for (let page = 1; page < now.pages; page += 1) sealed.push(...(await ask(`${address}${sealed.length}/`)).notes);
  const given = new Map(sealed.map((one) => [one.note, one]));
  return { ...contents, notes: notes.map((note) => (note.deleted ? note : { ...note, ...given.get(note.note) })) };
}

export async function load(mayGoOn = true) {
  now.contents = await fetchContents();
  const { contents } = now;
  now.me = opened(contents.me);
  if (!contents.me.keys) return show("none");
  if (!now.me) return show("locked");
  const verdict = look();
  const { me, view } = now;
  const isSound = !verdict && !contents.closed;
  // Whoever left is shut out at once; before new keys are used, somebody compares them.
  if (mayGoOn && isSound && view.needsEpoch && view.arrivals.every(isCompared)) return goOn();
  now.notes = openNotes(contents, view, me);
  // Into what was rolled back nobody writes: it may name readers who are gone.
  now.mayWrite = isSound && (view.isCurrent || (!view.latest && !view.missing.length));
  if (!verdict) remember(contents);
  if (isSound && me.earlier?.length) await shareWith(me);
  drawGroup({ ...now, verdict, asked: view.isReader && isSound ? view.arrivals : [] });
  drawNotes(now.notes, view);
  bringBack(now);
  show("open");
}

// Checks the chain, by itself and against what this browser saw; one that does not fit opens nothing.
function look() {
  try {
    now.view = lookAt(now.contents, now.me);
    const verdict = compareWithSeen(now.contents);
    if (verdict === "replaced") throw new Refused("replaced");
    return verdict;
  } catch (error) {
    now.me = null;
    show("broken");
    throw error;
  }
}

// Begins the next epoch, with a new key for those who read from now on; somebody else's will do as well.
export async function goOn() {
  const { contents, view, me } = now;
  try {
    await ask(epochs, makeEpoch(contents, contents.epochs, view.readers, me));
  } catch (error) {
    if (error.reason !== "changed") throw error;
  }
  await load(false);
}

// Hands earlier keys over: to somebody else, or from one's own keys of before to the present ones.
export async function shareWith(reader, all) {
  const keys = unshared(now.contents, now.view, reader, all);
  if (!keys.size) return;
  await ask(handed, { person: reader.person, box: reader.box, sealed: handOver(keys, reader) });
}

// Where the world moved on meanwhile, what is new is shown, and what was typed stays.
export async function orLoad(act) {
  try {
    await act();
  } catch (error) {
    if (error.reason === "changed") await load();
    throw error;
  }
}

export async function unlock(form) {
  const { keys, person } = now.contents.me;
  keepOpen(openKeys(keys.sealed, keys, person, "passphrase", passphrase(field(form, "old").value)), person);
  form.reset();
  await load();
}
