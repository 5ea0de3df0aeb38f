// A note: signed by its author, filled up so that its length tells little, sealed with the key of its epoch.
import { Refused, canonical, fromUtf8, join, open, seal, sodium, toBytes, utf8 } from "./bytes.js";

const SIZES = [256, 1024, 4096, 16384];
const SIGNATURE = 64;

// What is bound to a note without being secret: moved elsewhere, it does not open. What stands on a page of the room
// above has a place there; a note of the group's own page has none.
export const about = ({ organisation, group, note, version, epoch, author, place }) => ({
  author, epoch, group, note, organisation, version, ...(place ? { place } : {}),
});

const signed = (told, body) => join(utf8(`roost note ${told.place ? 2 : 1}\n${canonical(told)}\n`), body);

// A note has a title and a text; in a place it has a kind, which the room above chooses, and a text.
const parts = ({ place }, { title, kind, text }) =>
  place ? { kind: String(kind), text: String(text) } : { title: String(title), text: String(text) };

export function sealNote(told, said, key, signSecret) {
  const body = utf8(canonical(parts(told, said)));
  const whole = join(sodium.crypto_sign_detached(signed(told, body), toBytes(signSecret)), body);
  const size = SIZES.find((size) => whole.length < size);
  if (!size) throw new Refused("long");
  return seal(sodium.pad(whole, size), told, key);
}

// `sign` is the author's public key as the record of the epoch names it.
export function openNote(told, sealed, key, sign) {
  try {
    const padded = open(sealed, told, key, "note");
    const whole = sodium.unpad(padded, padded.length);
    const [signature, body] = [whole.subarray(0, SIGNATURE), whole.subarray(SIGNATURE)];
    if (!sodium.crypto_sign_verify_detached(signature, signed(told, body), toBytes(sign))) throw new Refused("note");
    return parts(told, JSON.parse(fromUtf8(body)));
  } catch {
    throw new Refused("note");
  }
}
