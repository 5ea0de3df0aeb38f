// Texts of a group on a page of the room above: the one script that such a page imports. It finds the element that
// `reads.pad_of` drew, and the page draws the texts. The room's README shows how.
import { canonical, digest, ready } from "./bytes.js";
import { keepDraft, takeDraft } from "./draft.js";
import { focusNext } from "./focus.js";
import { remember } from "./memory.js";
import { expire, watchUse } from "./opened.js";
import { closeCompare } from "./pad-arrive.js";
import { onceOpened, openKey } from "./pad-key.js";
import { known, textsOf } from "./pad-know.js";
import { close, load, mayWrite, now } from "./pad-open.js";
import { write, written } from "./pad-write.js";
import { announce, ask, on, root, run, say } from "./page.js";
import { compared, nameOf, shareWith } from "./settling.js";

let changed = () => {};
let last = Promise.resolve();
let next = null;

// One thing after the other, so that nothing is written under what is being asked anew.
function inTurn(act) {
  const done = last.then(() => ready).then(act).finally(changed);
  last = done.catch(() => {});
  return done;
}

// What was refused for good is said once; a page that is live says by itself that the house cannot be reached.
const isOver = () => ["broken", "gone"].includes(now.state);
const sayUnlessAway = (error) => error.reason === "unreachable" || say(error);

// Asks for what is new; however often it is called meanwhile, once more is enough.
function refresh() {
  next ??= inTurn(() => ((next = null), isOver() || load())).catch(sayUnlessAway);
  return next;
}

const put = (place, said, note, version) =>
  inTurn(async () => (await write(place, said, note, version), await load().catch(say)));

export function openPad({ places, changed: tell }) {
  known.places = [...places];
  changed = () => tell(pad);
  onceOpened(() => (focusNext(root), inTurn(() => load()).catch(say)));
  on("key", () => openKey(now.contents.me));
  on("compared", (button) => (closeCompare(), compared.add(button.value), inTurn(() => load())));
  on("share", async (button) => {
    const reader = now.view.readers.find((one) => nameOf(one) === button.value);
    await inTurn(async () => (await shareWith(now, reader, "all" in button.dataset), load()));
    focusNext(root.querySelector("[data-list=readers]"));
    announce("shared");
  });
  on("known", () => ((known.isLess = false), remember(now.contents), inTurn(() => load())));
  on("lock", expire);
  document.addEventListener("vault:locked", () => (close(), changed()));
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  watchUse(document.getElementById("closing"));
  run(() => inTurn(() => load()));
  return pad;
}

const pad = {
  // "loading", "none" (no key yet), "locked", "broken", "gone" (let out), or, with the key opened: "early" (fewer than
  // two have a key), "waiting" (to be let in), "open", "stuck" (nobody can go on), "closed".
  get state() { return now.state; },
  mayWrite,
  // Whether the place is there; once it is over, what is half written there is over as well.
  isOpen: (place) => place in known.open,
  // A digest of a text as the server gave it, sealed: later a page can tell whether it is still the same. It tells
  // nothing of what is written there.
  digestOf(text) {
    const { note, author, version, epoch, place, nonce, sealed } = known.sealed.get(text.note);
    return digest(canonical({ note, author, version, epoch, place, nonce, sealed }));
  },
  // Says what went wrong with something that the page did by itself.
  say,
  texts: (place) => (now.view ? textsOf(place, now.view, now.me) : []),
  write: (place, text, kind = "text") => put(place, { kind, text }, null, 1),
  change: ({ place, note, version, kind }, text) => put(place, { kind, text }, note, version + 1),
  remove: ({ note }) => inTurn(async () => (await ask(`${written}${note}/`, undefined, "DELETE"), load())),
  refresh,
  // Lets somebody make or open their key in a dialog, once it is known whether they have one.
  openKey: () => now.contents && openKey(now.contents.me),
  // What is half written, sealed for its writer until they open their key again; it goes with its place.
  putAside(place, said) {
    const { contents } = now;
    if (contents?.me.keys && pad.isOpen(place)) keepDraft({ ...contents, place }, contents.me.keys, said);
  },
  bringBack: (place) => (now.me ? takeDraft({ ...now.contents, place }, now.me) : null),
};
