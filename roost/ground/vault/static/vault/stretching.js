// In a thread of its own: turns a secret into a key.
import { ready, sodium, utf8 } from "./bytes.js";

// Argon2id; never read from the server, so that nobody can ask for less.
const OPERATIONS = 3;
const MEMORY = 64 * 1024 * 1024;

addEventListener("message", async ({ data: { secret, salt } }) => {
  await ready;
  const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
  postMessage(sodium.crypto_pwhash(32, utf8(secret), salt, OPERATIONS, MEMORY, algorithm));
});
