// Opens the notes of a group, and settles with whom they are read before anybody writes.
import { openNotes } from "./group.js";
import { remember } from "./memory.js";
import { bringBack } from "./notes-form.js";
import { drawGroup, drawNotes } from "./notes-view.js";
import { opened } from "./opened.js";
import { ask, root, show } from "./page.js";
import { beginEpoch, check, shareWith } from "./settling.js";

// What the server gave, who I am, and what opened; `pages` of notes are shown.
export const now = { contents: null, me: null, view: null, notes: [], mayWrite: false, pages: 1 };
const { contents: address } = root.dataset;

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
  if (mayGoOn && isSound && view.needsEpoch) return goOn();
  now.notes = openNotes(contents, view, me);
  // Into what was rolled back nobody writes: it may name readers who are gone.
  now.mayWrite = isSound && (view.isCurrent || view.mayBegin);
  if (!verdict) remember(contents);
  if (isSound && me.earlier?.length) await shareWith(now, me);
  drawGroup({ ...now, verdict, asked: view.isReader && isSound ? view.arrivals : [] });
  drawNotes(now.notes, view);
  bringBack(now);
  show("open");
}

function look() {
  try {
    const { view, verdict } = check(now.contents, now.me);
    now.view = view;
    return verdict;
  } catch (error) {
    now.me = null;
    show("broken");
    throw error;
  }
}

export async function goOn() {
  await beginEpoch(now);
  await load(false);
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
