// Draws who reads, who waits, whose numbers to compare, and what there is to share.
import { unshared } from "./group.js";
import { fingerprint } from "./keys.js";
import { draw, fill, root } from "./page.js";
import { nameOf } from "./settling.js";

export const part = (name) => root.querySelector(`[data-part="${name}"]`);
const figuresOf = (reader) => (reader.box ? fingerprint(reader).join(" ") : "");

function withValue(drawn, value) {
  for (const button of drawn.querySelectorAll("button[data-do]")) button.value = value;
  return drawn;
}

function question(reader, view, many) {
  const isChanged = view.hasNewKeys(reader);
  const values = { ...reader, figures: figuresOf(reader), isChanged, isNew: !isChanged, isHeldUp: !many, many };
  return withValue(draw("question", values), nameOf(reader));
}

function missing({ many, closed }, { latest, missing: lacking, mayBegin }) {
  if (closed || !lacking.length) return [];
  if (!many) return lacking.map(({ name }) => draw(latest ? "later" : "missing", { name }));
  return [draw("many", { names: lacking.map(({ name }) => name).join(", "), isEarly: !latest && !mayBegin })];
}

export function drawPeople(now) {
  const { contents, view, me, mayWrite, verdict, asked } = now;
  const isWaiting = Boolean(view.latest) && !view.isReader && !view.isStuck && !contents.closed;
  // Nobody is handed anything before they were let in.
  const isLetIn = (reader) => view.latest && !view.arrivals.some((one) => one.person === reader.person);
  const lacks = (reader) => mayWrite && reader.box && isLetIn(reader) && unshared(now, reader).size > 0;
  const mayAgain = (one) => mayWrite && one.person !== me.person && isLetIn(one) && view.keys.size > 0 && !lacks(one);
  fill("questions", asked.map((reader) => question(reader, view, contents.many)));
  fill("missing", missing(contents, view));
  part("waiting").hidden = !isWaiting;
  part("waiting").querySelector("[data-figures]").textContent = isWaiting ? figuresOf(me) : "";
  part("less").hidden = verdict !== "less";
  part("behind").hidden = verdict !== "older";
  fill("shared", view.readers.filter(lacks).map((one) => withValue(draw("share", one), nameOf(one))));
  fill("readers", contents.members.map((one) => reader(one, me, mayAgain(one))));
}

function reader(one, me, mayAgain) {
  const isMe = one.person === me.person;
  const values = { ...one, figures: figuresOf(one), isMe, hasKey: one.box, lacksKey: !one.box, mayAgain };
  return withValue(draw("reader", values), nameOf(one));
}
