// What a group looks like to one of its members: who reads, who is new, what opens and what does not.
import { epochKey, readChain, readerIn, same } from "./epochs.js";
import { about, openNote } from "./texts.js";

export function lookAt(contents, me) {
  const chain = readChain(contents, contents.epochs);
  const latest = chain.at(-1);
  const readers = contents.members.filter((member) => member.box);
  const handed = new Map(
    contents.handed.filter((one) => one.person === me.person && one.box === me.box).map((one) => [one.n, one.sealed]),
  );
  const opened = chain.map((record) => [record.n, epochKey(record, me, handed.get(record.n))]);
  const keys = new Map(opened.filter(([, key]) => key));
  const arrivals = latest ? readers.filter((reader) => !same(reader, readerIn(latest, reader.person))) : [];
  const gone = latest ? latest.roster.filter((one) => !readers.some((reader) => reader.person === one.person)) : [];
  const isReader = Boolean(latest) && same(readerIn(latest, me.person), me);
  return {
    chain, latest, keys, readers, arrivals, gone, isReader,
    missing: contents.members.filter((member) => !member.box),
    hasNewKeys: (reader) => Boolean(latest && readerIn(latest, reader.person)),
    isCurrent: isReader && !arrivals.length && !gone.length,
  };
}

// Says for each note whether it opens: "open", "earlier" (no key for it), "broken" or "deleted".
export function openNotes(contents, view, me) {
  return contents.notes.map((one) => openOne({ ...one, ...placeOf(contents) }, view, me));
}

const placeOf = ({ organisation, group }) => ({ organisation, group });

export function openOne(one, view, me) {
  const told = { ...one, isMine: one.author === me.person };
  if (one.deleted) return { ...told, state: "deleted" };
  const record = view.chain[one.epoch - 1];
  const author = record && readerIn(record, one.author);
  const key = view.keys.get(one.epoch);
  if (author && !key) return { ...told, state: "earlier" };
  try {
    return { ...told, ...openNote(about(one), one, key, author.sign), state: "open" };
  } catch {
    return { ...told, state: "broken" };
  }
}

// The epochs that I can open and another reader cannot, so that I may share them.
export function unshared(contents, view, reader) {
  const has = (record) =>
    same(readerIn(record, reader.person), reader) ||
    contents.handed.some((one) => one.n === record.n && one.person === reader.person && one.box === reader.box);
  const lacking = view.chain.filter((record) => view.keys.has(record.n) && !has(record));
  return new Map(lacking.map(({ n }) => [n, view.keys.get(n)]));
}
