// A note: signed by its author, filled up so that its length tells little, sealed with the key of its epoch.
import { Refused, canonical, fromUtf8, join, open, seal, sodium, toBytes, utf8 } from "./bytes.js";

const SIZES = [256, 1024, 4096, 16384];
const SIGNATURE = 64;

// What is bound to a note without being secret: moved elsewhere, it does not open.
export const about = ({ organisation, group, note, version, epoch, author }) => ({
  author, epoch, group, note, organisation, version,
});

const signed = (told, body) => join(utf8(`roost note 1\n${canonical(told)}\n`), body);

export function sealNote(told, { title, text }, key, signSecret) {
  const body = utf8(canonical({ text, title }));
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
    const { title, text } = JSON.parse(fromUtf8(body));
    return { title: String(title), text: String(text) };
  } catch {
    throw new Refused("note");
  }
}
