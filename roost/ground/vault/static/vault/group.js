// What a group looks like to one of its members: who reads, who is new, what opens and what does not.
import { epochKey, readChain, readerIn, same } from "./epochs.js";
import { about, openNote } from "./texts.js";

// As many keys as the server takes at once.
const MOST_SHARED = 400;
const FEWEST_TO_BEGIN = 2;

// The keys of the epochs that open for me, by my present keys or by earlier ones that I opened in this tab.
function openKeys(chain, handed, me) {
  const mine = [me, ...(me.earlier ?? []).map((one) => ({ ...one, person: me.person }))];
  const given = (n, box) => handed.find((one) => one.n === n && one.person === me.person && one.box === box)?.sealed;
  const keyOf = (record) =>
    mine.reduce((key, one) => key ?? epochKey(record, one, given(record.n, one.box)), null);
  return new Map(chain.map((record) => [record.n, keyOf(record)]).filter(([, key]) => key));
}

export function lookAt(contents, me, isCompared) {
  const { many } = contents;
  const chain = readChain(contents, contents.epochs);
  const latest = chain.at(-1);
  const readers = contents.members.filter((member) => member.box);
  const keys = openKeys(chain, contents.handed, me);
  const isKnown = (reader) => same(reader, readerIn(latest, reader.person));
  const arrivals = latest ? readers.filter((reader) => !isKnown(reader)) : [];
  const compared = arrivals.filter(isCompared);
  // Among many, replaced keys are shut out as if somebody had left: the others do not wait until new ones are compared.
  const isThere = (one) => readers.some((reader) => (many ? same(reader, one) : reader.person === one.person));
  const gone = latest ? latest.roster.filter((one) => !isThere(one)) : [];
  const isReader = Boolean(latest) && isKnown(me);
  // A key that somebody else's browser wrapped wrongly shuts me out of what is written now; the next one does not.
  const isShutOut = isReader && !keys.has(latest.n);
  const missing = contents.members.filter((member) => !member.box);
  const isOther = (reader) => (one) => one.person === reader.person && !same(one, reader);
  const isDue = gone.length > 0 || compared.length > 0 || (isShutOut && latest.by !== me.person);
  return {
    chain, latest, keys, readers, arrivals, missing, isReader,
    hasNewKeys: (reader) => chain.some(({ roster }) => roster.some(isOther(reader))),
    isCurrent: isReader && !gone.length && !isShutOut && (many || !arrivals.length),
    needsEpoch: isReader && isDue && (many || compared.length === arrivals.length),
    // Who reads from the next epoch on: among many, whoever was not compared yet waits.
    roster: latest ? readers.filter((reader) => isKnown(reader) || isCompared(reader)) : readers,
    mayBegin: !latest && (many ? readers.length >= FEWEST_TO_BEGIN : !missing.length),
    // Whoever could sign the next record has lost the keys to do so.
    isStuck: Boolean(latest) && !readers.some(isKnown),
  };
}

// Says for each note whether it opens: "open", "earlier" (no key for it), "broken", "deleted", or "away" (not yet asked).
export function openNotes(contents, view, me) {
  const { organisation, group } = contents;
  return contents.notes.map((one) => openOne({ ...one, organisation, group, place: "" }, view, me));
}

// `place` is where it should stand, whatever the server says.
export function openOne(one, view, me) {
  const { note, author, name, version, epoch, place, begun, written, deleted } = one;
  const told = { note, author, name, version, epoch, place, begun, written, deleted, isMine: author === me.person };
  if (deleted) return { ...told, state: "deleted" };
  if (!one.sealed) return { ...told, state: "away" };
  const record = view.chain[epoch - 1];
  const writer = record && readerIn(record, author);
  const key = view.keys.get(epoch);
  if (writer && !key) return { ...told, state: "earlier" };
  try {
    return { ...told, ...openNote(about(one), one, key, writer.sign), state: "open" };
  } catch {
    return { ...told, state: "broken" };
  }
}

// The epochs that I can open and another reader cannot, so that I may share them; or all, where some did not open.
// `epochs` are those of what stands on the page, where it shows a part alone.
export function unshared({ contents, view, epochs }, reader, all = false) {
  const has = (record) =>
    same(readerIn(record, reader.person), reader) ||
    contents.handed.some((one) => one.n === record.n && one.person === reader.person && one.box === reader.box);
  const isHere = ({ n }) => view.keys.has(n) && (!epochs || epochs.has(n));
  const lacking = view.chain.filter((record) => isHere(record) && (all || !has(record)));
  return new Map(lacking.slice(-MOST_SHARED).map(({ n }) => [n, view.keys.get(n)]));
}
