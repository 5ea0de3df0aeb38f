// One's keys sealed once more, under what a device's passkey gives: it opens them without a passphrase.
import { utf8 } from "./bytes.js";
import { aboutBundle, makeSalt, openUnder, saltOf, sealUnder } from "./keys.js";

const aboutDevice = (credential, person, keys) => ({ ...aboutBundle("device", person, keys), credential });

// HKDF-SHA-256, by the browser itself: a page that has passkeys has this too.
async function derive(output, salt) {
  const secret = await crypto.subtle.importKey("raw", output, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8("roost device key 1") };
  return new Uint8Array(await crypto.subtle.deriveBits(how, secret, 256));
}

export async function sealForDevice(keys, person, { credential, output }) {
  const salt = makeSalt();
  return sealUnder(await derive(output, salt), salt, keys, aboutDevice(credential, person, keys));
}

// `known` holds the public keys, which must belong to what is inside.
export async function openByDevice({ credential, sealed }, known, person, output) {
  const key = await derive(output, saltOf(sealed, "device"));
  return openUnder(key, sealed, aboutDevice(credential, person, known));
}
