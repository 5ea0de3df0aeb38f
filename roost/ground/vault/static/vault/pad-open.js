// Opens what a pad was given, and settles with whom it is read.
import { dropDrafts } from "./draft.js";
import { remember } from "./memory.js";
import { opened } from "./opened.js";
import { askForNew, forgetOpened, known } from "./pad-know.js";
import { show } from "./page.js";
import { drawArriving } from "./pad-arrive.js";
import { drawPeople, part } from "./people-view.js";
import { beginEpoch, check, shareWith } from "./settling.js";

const NOTHING = { me: null, view: null, verdict: "", isSound: false };
// Who I am and what opens for me; `state` is what a page above goes by.
export const now = { state: "loading", contents: null, epochs: null, ...NOTHING };
let drawn = "";

function stateOf({ contents, view }) {
  if (contents.closed) return "closed";
  if (view.isStuck) return "stuck";
  if (view.latest) return view.isReader ? "open" : "waiting";
  return view.mayBegin ? "open" : "early";
}

function shut(state) {
  Object.assign(now, { state, ...NOTHING });
  forgetOpened();
  show(state);
}

// Whoever was let out keeps nothing on the page of what they may not be given any more.
function leave(error) {
  if (error.reason === "gone") shut("gone");
  throw error;
}

export async function load(mayGoOn = true) {
  await askForNew().catch(leave);
  now.contents = known.who;
  const { contents } = now;
  dropDrafts(contents, known.places.filter((place) => !(place in known.open)));
  if (!contents.me.keys) return shut("none");
  const me = opened(contents.me);
  if (!me) return shut("locked");
  if (now.me?.box !== me.box || now.me.earlier?.length !== me.earlier?.length) forgetOpened();
  now.me = me;
  look();
  const { view, verdict, isSound } = now;
  // Whoever left is shut out at once; before new keys are used, somebody compares them.
  if (mayGoOn && isSound && view.needsEpoch) return goOn();
  if (!verdict) remember(contents);
  if (mayGoOn && isSound && me.earlier?.length) await shareWith({ contents, view }, me);
  now.epochs = new Set([...known.sealed.values()].map(({ epoch }) => epoch));
  drawWho();
  show("open");
}

// Only where something is another than before: somebody may just be comparing numbers.
function drawWho() {
  const { state, view, verdict, isSound, me, epochs } = now;
  const told = [known.word, state, verdict, isSound, me.box, view.keys.size, ...epochs].join();
  if (told === drawn) return;
  drawn = told;
  const asked = view.isReader && isSound ? view.arrivals : [];
  drawPeople({ ...now, mayWrite: isSound && view.isCurrent, asked });
  drawArriving(asked, view);
  part("closed").hidden = state !== "closed";
  part("stuck").hidden = state !== "stuck";
}

// Checks the chain, by itself and against what this browser saw; one that does not fit opens nothing.
function look() {
  try {
    const { view, verdict } = check(now.contents, now.me);
    Object.assign(now, { view, verdict: verdict || (known.isLess ? "less" : "") });
  } catch (error) {
    shut("broken");
    throw error;
  }
  now.isSound = !now.verdict && !now.contents.closed;
  now.state = stateOf(now);
}

export async function goOn() {
  await beginEpoch(now);
  await load(false);
}

// Closes what was opened in this tab, because the key went.
export const close = () => shut("locked");
export const mayWrite = (place) =>
  Boolean(now.view) && now.isSound && known.open[place] === true && (now.view.isCurrent || now.view.mayBegin);
