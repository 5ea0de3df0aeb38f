// The keys of a person: made here, sealed here, opened here.
import { Refused, canonical, fromUtf8, open, random, seal, sodium, toBytes, toText, utf8 } from "./bytes.js";
import { stretch } from "./stretch.js";

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

export const aboutBundle = (lock, person, { box, sign }) => ({ box, lock, person, sign, what: "roost keys 1" });

export const makeSalt = () => random(sodium.crypto_pwhash_SALTBYTES);

// The salt of a bundle; one of another length opens nothing.
export function saltOf(bundle, lock) {
  try {
    const salt = toBytes(bundle.split(".")[0]);
    if (salt.length === sodium.crypto_pwhash_SALTBYTES) return salt;
  } catch {
    // Said below.
  }
  throw new Refused(lock);
}

// Seals the private keys under a key that was made of the salt.
export function sealUnder(key, salt, keys, about) {
  const inside = utf8(canonical({ box: keys.boxSecret, sign: keys.signSecret }));
  const { nonce, sealed } = seal(inside, about, key);
  return `${toText(salt)}.${nonce}.${sealed}`;
}

// `about` holds the public keys, which must belong to what is inside.
export function openUnder(key, bundle, about) {
  const [, nonce, sealed] = bundle.split(".");
  const inside = JSON.parse(fromUtf8(open({ nonce, sealed }, about, key, about.lock)));
  const box = toText(sodium.crypto_scalarmult_base(toBytes(inside.box)));
  const sign = toText(sodium.crypto_sign_seed_keypair(toBytes(inside.sign).subarray(0, 32)).publicKey);
  if (box !== about.box || sign !== about.sign) throw new Refused(about.lock);
  return { box, boxSecret: inside.box, sign, signSecret: inside.sign };
}

// `lock` is "passphrase" or "recovery".
export async function sealKeys(keys, person, lock, secret) {
  const salt = makeSalt();
  return sealUnder(await stretch(secret, salt), salt, keys, aboutBundle(lock, person, keys));
}

export async function openKeys(bundle, known, person, lock, secret) {
  const key = await stretch(secret, saltOf(bundle, lock));
  return openUnder(key, bundle, aboutBundle(lock, person, known));
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
