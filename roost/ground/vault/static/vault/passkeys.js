// Passkeys that give a secret (the PRF extension of WebAuthn). They sign nobody in and tell the server nothing.
import { Refused, random, toBytes, toText, utf8 } from "./bytes.js";

const prf = { eval: { first: utf8("roost keys 1: open with this device") } };
// ES256, Ed25519, RS256: what is signed is thrown away, so any will do.
const ALGORITHMS = [-7, -8, -257];
const allowed = (credentials) => credentials.map((one) => ({ type: "public-key", id: toBytes(one) }));

// Why this browser cannot, at this address; empty where it can, as far as it knows.
export async function whyNot() {
  if (!isSecureContext) return "insecure";
  if (/^[\d.]+$|^\[/.test(location.hostname)) return "by-number";
  if (!window.PublicKeyCredential) return "no-device";
  const can = await PublicKeyCredential.getClientCapabilities?.();
  return can?.["extension:prf"] === false ? "no-device" : "";
}

async function asked(what) {
  try {
    return await what;
  } catch (error) {
    throw new Refused(error.name === "InvalidStateError" ? "device-known" : "device-refused");
  }
}

const firstOf = (extensions) => extensions.prf?.results?.first && new Uint8Array(extensions.prf.results.first);

// Gives which passkey answered and its secret: 32 bytes, the same ones each time.
export async function askPasskey(credentials) {
  const publicKey = {
    challenge: random(32),
    allowCredentials: allowed(credentials),
    userVerification: "required",
    extensions: { prf },
  };
  const got = await asked(navigator.credentials.get({ publicKey }));
  const output = firstOf(got.getClientExtensionResults());
  if (!output) throw new Refused("no-device");
  return { credential: toText(new Uint8Array(got.rawId)), output };
}

// `have` are the passkeys that are there already; a device makes no second one. `name` is what the device calls it.
export async function makePasskey(name, have) {
  const publicKey = {
    challenge: random(32),
    rp: { name: "Roost", id: location.hostname },
    // Of chance, so that no passkey with which somebody signs in is ever replaced by this one.
    user: { id: random(16), name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    excludeCredentials: allowed(have),
    extensions: { prf },
  };
  const made = await asked(navigator.credentials.create({ publicKey }));
  const credential = toText(new Uint8Array(made.rawId));
  const extensions = made.getClientExtensionResults();
  const output = firstOf(extensions);
  if (output) return { credential, output };
  // Some give the secret only when they are asked again.
  try {
    if (extensions.prf?.enabled) return await askPasskey([credential]);
    throw new Refused("no-device");
  } catch (error) {
    forgetPasskey(credential);
    throw error;
  }
}

// Lets the device throw a passkey away that opens nothing any more; where it cannot be told, its owner can.
export function forgetPasskey(credentialId) {
  PublicKeyCredential.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => {});
}
