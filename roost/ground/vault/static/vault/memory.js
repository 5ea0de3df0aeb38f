// What this browser saw last of a group, to notice when a server gives something else or less. Locking keeps it.
import { digest } from "./bytes.js";

// Versions begin with one.
const DELETED = 0;

const nameOf = ({ me, group }) => `roost.vault.seen.${me.person}.${group}`;
const read = (contents) => JSON.parse(localStorage.getItem(nameOf(contents)) ?? "null") ?? { chain: [], notes: {} };
const digests = ({ epochs }) => epochs.map(({ record }) => digest(record));

// Says what became of what was seen: the chain was "replaced", is "older", notes are "less", or all is there ("").
export function compareWithSeen(contents) {
  const seen = read(contents);
  const chain = digests(contents);
  if (chain.some((one, index) => index < seen.chain.length && one !== seen.chain[index])) return "replaced";
  if (chain.length < seen.chain.length) return "older";
  // What stands in places goes without a mark, so it is not remembered here.
  if (!contents.notes) return "";
  const given = new Map(contents.notes.map((note) => [note.note, note]));
  const isThere = ([key, version]) => {
    const note = given.get(key);
    // The mark of a note that was deleted may go in time; the note may not come back.
    if (version === DELETED) return !note || Boolean(note.deleted);
    return Boolean(note) && (Boolean(note.deleted) || note.version >= version);
  };
  return Object.entries(seen.notes).every(isThere) ? "" : "less";
}

function notesIn({ notes }, seen) {
  if (!notes) return seen;
  const gone = Object.entries(seen).filter(([, version]) => version === DELETED);
  return Object.fromEntries([...gone, ...notes.map((note) => [note.note, note.deleted ? DELETED : note.version])]);
}

export function remember(contents) {
  const seen = { chain: digests(contents), notes: notesIn(contents, read(contents).notes) };
  localStorage.setItem(nameOf(contents), JSON.stringify(seen));
}
