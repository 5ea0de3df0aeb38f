// With whom a group reads on: what the server gave is checked, the next epoch made, earlier keys handed over.
import { Refused } from "./bytes.js";
import { handOver, makeEpoch } from "./epochs.js";
import { lookAt, unshared } from "./group.js";
import { openKeys, passphrase } from "./keys.js";
import { compareWithSeen } from "./memory.js";
import { keepOpen } from "./opened.js";
import { ask, field, root } from "./page.js";

const { epochs, handed } = root.dataset;
export const nameOf = ({ person, box, sign }) => `${person}.${box}.${sign}`;

// Whose numbers were compared on this page.
export const compared = new Set();
const isCompared = (reader) => compared.has(nameOf(reader));

// Checks the chain, by itself and against what this browser saw; another one than that opens nothing.
export function check(contents, me) {
  const view = lookAt(contents, me, isCompared);
  const verdict = compareWithSeen(contents);
  if (verdict === "replaced") throw new Refused("replaced");
  return { view, verdict };
}

// Begins the next epoch, with a new key for those who read from now on; somebody else's will do as well.
export async function beginEpoch({ contents, view, me }) {
  try {
    await ask(epochs, makeEpoch(contents, contents.epochs, view.roster, me));
  } catch (error) {
    if (error.reason !== "changed") throw error;
  }
}

// Hands earlier keys over: to somebody else, or from one's own keys of before to the present ones.
export async function shareWith(now, reader, all) {
  const keys = unshared(now, reader, all);
  if (!keys.size) return;
  await ask(handed, { person: reader.person, box: reader.box, sealed: handOver(keys, reader) });
}

export async function unlock(form, { keys, person }) {
  keepOpen(await openKeys(keys.sealed, keys, person, "passphrase", passphrase(field(form, "old").value)), person);
  form.reset();
}
