// Opens the notes of a group, and settles with whom they are read before anybody writes.
import { handOver, makeEpoch } from "./epochs.js";
import { lookAt, openNotes, unshared } from "./group.js";
import { openKeys, passphrase } from "./keys.js";
import { isRolledBack, keepOpen, lock, opened, remember, watchLock } from "./memory.js";
import { drawGroup, drawNotes, nameOf } from "./notes-view.js";
import { ask, field, on, root, show } from "./page.js";

// What the server gave, who I am, and what opened.
export const now = { contents: null, me: null, view: null, notes: [], mayWrite: false };
const compared = new Set();
const isCompared = (reader) => compared.has(nameOf(reader));

export async function load(mayGoOn = true) {
  now.contents = await ask(root.dataset.contents);
  const { contents } = now;
  now.me = opened(contents.me);
  if (!contents.me.keys) return show("none");
  if (!now.me) return show("locked");
  try {
    now.view = lookAt(contents, now.me);
  } catch (error) {
    show("broken");
    throw error;
  }
  const { me, view } = now;
  // Whoever left is shut out at once; before new keys are used, somebody compares them.
  const isSettled = view.arrivals.every(isCompared);
  const isLess = isRolledBack(contents);
  if (mayGoOn && isSettled && view.isReader && !view.isCurrent && !isLess) return goOn();
  now.notes = openNotes(contents, view, me);
  // Into what was rolled back nobody writes: it may name readers who are gone.
  now.mayWrite = !isLess && (view.isCurrent || (!view.latest && !view.missing.length));
  if (!isLess) remember(contents);
  const shared = now.mayWrite && view.latest ? view.readers.filter((reader) => unshared(contents, view, reader).size) : [];
  drawGroup({ ...now, isLess, shared, asked: view.isReader && !isLess ? view.arrivals : [] });
  drawNotes(now.notes, view);
  show("open");
}

// Begins the next epoch, with a new key for those who read from now on; somebody else's will do as well.
export async function goOn() {
  const { contents, view, me } = now;
  try {
    await ask(root.dataset.epochs, makeEpoch(contents, contents.epochs, view.readers, me));
  } catch (error) {
    if (error.reason !== "changed") throw error;
  }
  await load(false);
}

// Where the world moved on meanwhile, what is new is shown, and what was typed stays.
export async function orLoad(act) {
  try {
    await act();
  } catch (error) {
    if (error.reason === "changed") await load();
    throw error;
  }
}

on("open", async (form) => {
  const secret = passphrase(field(form, "old").value);
  const { keys, person } = now.contents.me;
  keepOpen(openKeys(keys.sealed, keys, person, "passphrase", secret), person);
  form.reset();
  await load();
});
on("compared", (button) => {
  compared.add(button.value);
  return load();
});
on("share", async (button) => {
  const reader = now.view.readers.find((one) => nameOf(one) === button.value);
  const sealed = handOver(unshared(now.contents, now.view, reader), reader);
  await ask(root.dataset.handed, { person: reader.person, box: reader.box, sealed });
  await load();
});
on("known", () => {
  remember(now.contents);
  return load();
});

function close() {
  lock();
  location.reload();
}
on("lock", close);
watchLock(close);
