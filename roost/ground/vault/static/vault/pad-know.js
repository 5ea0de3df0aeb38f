// What a pad was given: who reads, which of its places are open, and what stands there, still sealed.
import { openOne } from "./group.js";
import { ask, root } from "./page.js";

export const known = { places: [], open: {}, who: null, word: "", changes: 0, sealed: new Map(), isLess: false };
let texts = new Map();
// Called where something else opens or closes than before.
export const forgetOpened = () => (texts = new Map());

// The server may say that a text went; it may not bring one back, or an earlier version of it.
const isOlder = (one, before) => Boolean(before) && (one.version < before.version || (before.deleted && !one.deleted));

function take(answer) {
  if (answer.who) {
    known.who = answer.who;
    forgetOpened();
  }
  Object.assign(known, { word: answer.known, changes: answer.changes, open: answer.places });
  for (const one of answer.notes) {
    known.isLess ||= isOlder(one, known.sealed.get(one.note));
    known.sealed.set(one.note, one);
    texts.delete(one.note);
  }
  // What stood in a place that is over goes from the page as it went from the server.
  for (const [note, { place }] of known.sealed) if (!(place in known.open)) known.sealed.delete(note);
}

async function askOn() {
  let answer;
  do {
    const told = [["since", known.changes], ["known", known.word], ...known.places.map((place) => ["place", place])];
    answer = await ask(`${root.dataset.placed}?${new URLSearchParams(told)}`);
    take(answer);
  } while (answer.more);
  return answer.held === known.sealed.size;
}

// Asks for what is new alone; where that does not add up to what is there, asks for everything once more.
export async function askForNew() {
  if (await askOn()) return;
  const before = known.sealed;
  Object.assign(known, { sealed: new Map(), changes: 0 });
  forgetOpened();
  await askOn();
  const isMissing = (one) => one.place in known.open && !one.deleted && !known.sealed.has(one.note);
  known.isLess ||= [...before.values()].some(isMissing);
}

// The texts of a place in the order in which they were begun; what was deleted is left out.
export function textsOf(place, view, me) {
  const { organisation, group } = known.who;
  const open = (one) => {
    if (!texts.has(one.note)) texts.set(one.note, openOne({ ...one, place, organisation, group }, view, me));
    return texts.get(one.note);
  };
  const here = [...known.sealed.values()].filter((one) => one.place === place && !one.deleted);
  return here.sort((one, other) => (one.begun < other.begun ? -1 : 1)).map(open);
}
