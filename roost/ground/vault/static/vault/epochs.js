// Who reads from when on: a chain of records, each signed by somebody who read before. The server only stores it.
import { Refused, canonical, digest, random, sodium, toBytes, toText, utf8 } from "./bytes.js";

const SIGNED = "roost epoch 1\n";

export const same = (one, other) =>
  Boolean(one && other) && one.person === other.person && one.box === other.box && one.sign === other.sign;
export const readerIn = (record, person) => record.roster.find((reader) => reader.person === person);
// Lets a receiver see that the key is the one that the record was made for.
const commit = (key) => toText(sodium.crypto_generichash(32, key, utf8("roost epoch key 1")));
const sealFor = (key, box) => toText(sodium.crypto_box_seal(key, toBytes(box)));

export function makeEpoch(place, epochs, readers, me) {
  const key = random(32);
  const roster = [...readers].sort((one, other) => one.person - other.person);
  const record = canonical({
    by: me.person,
    commitment: commit(key),
    group: place.group,
    n: epochs.length + 1,
    organisation: place.organisation,
    previous: epochs.length ? digest(epochs.at(-1).record) : "",
    roster: roster.map(({ person, box, sign }) => ({ person, box, sign, key: sealFor(key, box) })),
  });
  const signature = toText(sodium.crypto_sign_detached(utf8(SIGNED + record), toBytes(me.signSecret)));
  return { record, signature };
}

function isNext(told, epoch, place, chain, epochs) {
  const before = chain.at(-1);
  const maker = readerIn(told, told.by);
  return (
    canonical(told) === epoch.record &&
    told.organisation === place.organisation &&
    told.group === place.group &&
    told.n === chain.length + 1 &&
    told.previous === (before ? digest(epochs[chain.length - 1].record) : "") &&
    same(maker, before ? readerIn(before, told.by) : maker) &&
    new Set(told.roster.map((reader) => reader.person)).size === told.roster.length &&
    sodium.crypto_sign_verify_detached(toBytes(epoch.signature), utf8(SIGNED + epoch.record), toBytes(maker.sign))
  );
}

// Gives the records as values, from the first on; one that does not fit refuses them all.
export function readChain(place, epochs) {
  const chain = [];
  for (const epoch of epochs) {
    let told;
    try {
      told = JSON.parse(epoch.record);
      if (!isNext(told, epoch, place, chain, epochs)) throw new Refused("chain");
    } catch {
      throw new Refused("chain");
    }
    chain.push(told);
  }
  return chain;
}

function openKey(sealed, record, me) {
  try {
    const key = sodium.crypto_box_seal_open(toBytes(sealed), toBytes(me.box), toBytes(me.boxSecret));
    return commit(key) === record.commitment ? key : null;
  } catch {
    return null;
  }
}

// The key of an epoch, from its record or from what somebody handed over; null where none opens for these keys.
export function epochKey(record, me, handed) {
  const own = readerIn(record, me.person);
  const wrapped = same(own, me) ? [own.key, handed] : [handed];
  return wrapped.reduce((key, sealed) => key ?? (sealed ? openKey(sealed, record, me) : null), null);
}

export function handOver(keys, reader) {
  return Object.fromEntries([...keys].map(([n, key]) => [n, sealFor(key, reader.box)]));
}
