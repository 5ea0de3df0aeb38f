// The keys of a person: made here, sealed here, opened here.
import { Refused, canonical, fromUtf8, open, random, seal, sodium, toBytes, toText, utf8 } from "./bytes.js";

// Argon2id; never read from the server, so that nobody can ask for less.
const OPERATIONS = 3;
const MEMORY = 64 * 1024 * 1024;
// Thirty-two letters and digits that cannot be mistaken for each other.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function makeKeys() {
  const box = sodium.crypto_box_keypair();
  const sign = sodium.crypto_sign_keypair();
  return {
    box: toText(box.publicKey),
    boxSecret: toText(box.privateKey),
    sign: toText(sign.publicKey),
    signSecret: toText(sign.privateKey),
  };
}

const aboutBundle = (lock, person, { box, sign }) => ({ box, lock, person, sign, what: "roost keys 1" });

function stretch(secret, salt) {
  const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
  return sodium.crypto_pwhash(32, utf8(secret), salt, OPERATIONS, MEMORY, algorithm);
}

// `lock` is "passphrase" or "recovery".
export function sealKeys(keys, person, lock, secret) {
  const salt = random(sodium.crypto_pwhash_SALTBYTES);
  const inside = utf8(canonical({ box: keys.boxSecret, sign: keys.signSecret }));
  const { nonce, sealed } = seal(inside, aboutBundle(lock, person, keys), stretch(secret, salt));
  return `${toText(salt)}.${nonce}.${sealed}`;
}

// `known` holds the public keys, which must belong to what is inside.
export function openKeys(bundle, known, person, lock, secret) {
  let key;
  const [salt, nonce, sealed] = bundle.split(".");
  try {
    key = stretch(secret, toBytes(salt));
  } catch {
    throw new Refused(lock);
  }
  const inside = JSON.parse(fromUtf8(open({ nonce, sealed }, aboutBundle(lock, person, known), key, lock)));
  const box = toText(sodium.crypto_scalarmult_base(toBytes(inside.box)));
  const sign = toText(sodium.crypto_sign_seed_keypair(toBytes(inside.sign).subarray(0, 32)).publicKey);
  if (box !== known.box || sign !== known.sign) throw new Refused(lock);
  return { box, boxSecret: inside.box, sign, signSecret: inside.sign };
}

export const passphrase = (typed) => typed.normalize("NFKC");

export function makeCode() {
  const letters = [...random(40)].map((byte) => ALPHABET[byte % 32]).join("");
  return letters.match(/.{5}/g).join("-");
}

// Forgives small letters, other signs between the groups, and letters that look like digits.
export function readCode(typed) {
  const letters = typed.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "");
  return letters.length === 40 ? letters.match(/.{5}/g).join("-") : letters;
}

// Sixty digits that two people compare: whoever has others has other keys.
export function fingerprint({ person, box, sign }) {
  const hash = sodium.crypto_generichash(60, utf8(canonical({ box, person, sign, what: "roost fingerprint 1" })));
  const group = (start) => hash.subarray(start, start + 5).reduce((sum, byte) => sum * 256 + byte, 0) % 100000;
  return Array.from({ length: 12 }, (_, index) => String(group(index * 5)).padStart(5, "0"));
}
