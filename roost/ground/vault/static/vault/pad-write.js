// Seals what somebody writes in a place, for who reads now, and sends it.
import { Refused, uuid } from "./bytes.js";
import { textsOf } from "./pad-know.js";
import { goOn, load, mayWrite, now } from "./pad-open.js";
import { ask, root } from "./page.js";
import { about, sealNote } from "./texts.js";

export const { written } = root.dataset;

async function keep(place, said, note, version) {
  if (!now.view?.latest && mayWrite(place)) await goOn();
  if (!mayWrite(place) || !now.view.isCurrent) throw new Refused("changed");
  const { contents, view, me } = now;
  const epoch = view.latest.n;
  const told = about({ ...contents, note, version, epoch, author: me.person, place });
  const sealed = sealNote(told, said, view.keys.get(epoch), me.signSecret);
  await ask(written, { note, version, epoch, place, ...sealed });
}

// Where somebody came or went meanwhile, the same is sealed once more for those who read now.
async function keepAtLast(place, said, note, version) {
  try {
    await keep(place, said, note, version);
  } catch (error) {
    if (error.reason !== "changed") throw error;
    await load();
    if (!isThere(place, said, note, version)) await keep(place, said, note, version);
  }
}

const isThere = (place, { text }, note, version) =>
  Boolean(now.view) &&
  textsOf(place, now.view, now.me).some((one) => one.note === note && one.version === version && one.text === text);

// What may have arrived though no answer came has the same name when it is sent again, and so is kept once.
const names = new Map();
document.addEventListener("vault:locked", () => names.clear());

export async function write(place, said, note, version) {
  const which = [place, note, version, said.text].join("\n");
  if (!names.has(which)) names.set(which, note ?? uuid());
  await keepAtLast(place, said, names.get(which), version);
  names.delete(which);
}
