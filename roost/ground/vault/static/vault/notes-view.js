// Draws what was opened. Texts of people are put in as text, never as markup.
import { fingerprint } from "./keys.js";
import { draw, fill, root } from "./page.js";

const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
const day = (moment) => (moment ? when.format(new Date(moment)) : "");
export const nameOf = ({ person, box, sign }) => `${person}.${box}.${sign}`;
const part = (name) => root.querySelector(`[data-part="${name}"]`);

function withValue(drawn, value) {
  for (const button of drawn.querySelectorAll("button[data-do]")) button.value = value;
  return drawn;
}

function question(reader, view) {
  const isChanged = view.hasNewKeys(reader);
  const values = { ...reader, figures: fingerprint(reader).join(" "), isChanged, isNew: !isChanged };
  return withValue(draw("question", values), nameOf(reader));
}

export function drawGroup({ contents, view, me, mayWrite, isLess, shared, asked }) {
  const isFirst = !view.latest;
  fill("questions", asked.map((reader) => question(reader, view)));
  fill("missing", view.missing.map(({ name }) => draw(isFirst ? "missing" : "later", { name })));
  part("waiting").hidden = isFirst || view.isReader;
  part("less").hidden = !isLess;
  part("write").hidden = !mayWrite;
  part("download").hidden = !contents.notes.some((note) => note.author === me.person && !note.deleted);
  fill("readers", contents.members.map((one) => reader(one, me)));
  fill("shared", shared.map((one) => withValue(draw("share", one), nameOf(one))));
}

function reader(one, me) {
  const figures = one.box ? fingerprint(one).join(" ") : "";
  return draw("reader", { ...one, figures, isMe: one.person === me.person, hasKey: one.box, lacksKey: !one.box });
}

export function drawNotes(notes, view) {
  part("empty").hidden = notes.length > 0;
  fill("notes", notes.map((one) => note(one, view)));
}

function note(one, view) {
  const isOpen = one.state === "open";
  const drawn = draw("note", {
    ...one,
    day: day(one.deleted || one.written),
    isOpen,
    isEarlier: one.state === "earlier",
    isBroken: one.state === "broken",
    isDeleted: one.state === "deleted",
    isChangeable: one.isMine && isOpen && view.isCurrent,
    isDeletable: one.isMine && one.state !== "deleted",
    hasVersions: isOpen && one.version > 1,
  });
  drawn.dataset.note = one.note;
  return drawn;
}

export function drawVersions(button, versions) {
  const states = ({ state }) => ({ isBroken: state === "broken", isEarlier: state === "earlier" });
  const drawn = versions.map((one) => draw("version", { ...one, ...states(one), day: day(one.written) }));
  button.closest("[data-note]").querySelector("[data-versions]").replaceChildren(...drawn);
  button.remove();
}

// Gives the person's own notes as a file that never leaves this machine.
export function download(notes) {
  const told = notes.map(({ title, text, written, version }) => ({ title, text, written, version }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], { type: "application/json" }));
  link.download = "my-notes.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
