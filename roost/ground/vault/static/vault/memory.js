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
  const given = new Map(contents.notes.map((note) => [note.note, note]));
  const isThere = ([key, version]) => {
    const note = given.get(key);
    // The mark of a note that was deleted may go in time; the note may not come back.
    if (version === DELETED) return !note || Boolean(note.deleted);
    return Boolean(note) && (Boolean(note.deleted) || note.version >= version);
  };
  return Object.entries(seen.notes).every(isThere) ? "" : "less";
}

export function remember(contents) {
  const gone = Object.entries(read(contents).notes).filter(([, version]) => version === DELETED);
  const given = contents.notes.map((note) => [note.note, note.deleted ? DELETED : note.version]);
  const seen = { chain: digests(contents), notes: Object.fromEntries([...gone, ...given]) };
  localStorage.setItem(nameOf(contents), JSON.stringify(seen));
}
