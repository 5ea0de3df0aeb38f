// Bytes and texts, written the same way by everybody who checks them.
import sodium from "../ui/vendor/libsodium-wrappers-sumo/libsodium-wrappers.js";

export { sodium };
export const { ready } = sodium;

// Why something cannot be done or shown; the page has the words for each reason.
export class Refused extends Error {
  constructor(reason, words = "") {
    super(reason);
    this.reason = reason;
    this.words = words;
  }
}

const letters = () => sodium.base64_variants.URLSAFE_NO_PADDING;
export const toText = (bytes) => sodium.to_base64(bytes, letters());
export const toBytes = (text) => sodium.from_base64(text, letters());
export const utf8 = (words) => new TextEncoder().encode(words);
export const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
export const random = (count) => sodium.randombytes_buf(count);

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((start, part) => (whole.set(part, start), start + part.length), 0);
  return whole;
}

// The one JSON text of a value: keys in order, no spaces.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

export const digest = (text) => sodium.to_hex(sodium.crypto_generichash(32, utf8(text)));

// Seals with a fresh nonce and opens again; `about` is bound to it and must be the same.
export function seal(inside, about, key) {
  const nonce = random(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(inside, utf8(canonical(about)), null, nonce, key);
  return { nonce: toText(nonce), sealed: toText(sealed) };
}

export function open({ nonce, sealed }, about, key, reason) {
  try {
    const told = utf8(canonical(about));
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, toBytes(sealed), told, toBytes(nonce), key);
  } catch {
    throw new Refused(reason);
  }
}

// A UUID of chance, also on pages without https.
export function uuid() {
  const bytes = random(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return sodium.to_hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
