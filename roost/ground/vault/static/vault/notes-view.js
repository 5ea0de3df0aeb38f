// Draws what was opened. Texts of people are put in as text, never as markup.
import { focusNext } from "./focus.js";
import { draw, fill, root } from "./page.js";
import { drawPeople, part } from "./people-view.js";

const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
const day = (moment) => (moment ? when.format(new Date(moment)) : "");

export function drawGroup(now) {
  const { contents, view, me, mayWrite } = now;
  drawPeople(now);
  part("stuck").hidden = !view.isStuck || contents.closed;
  part("closed").hidden = !contents.closed;
  part("write").hidden = !mayWrite;
  part("download").hidden = !contents.notes.some((note) => note.author === me.person && !note.deleted);
}

// What was not asked for yet comes with all that is older, when somebody wants it.
export function drawNotes(notes, view) {
  const away = notes.findIndex((one) => one.state === "away");
  part("empty").hidden = notes.length > 0;
  part("older").hidden = away < 0;
  fill("notes", (away < 0 ? notes : notes.slice(0, away)).map((one) => note(one, view)));
}

export const articleOf = (key) => root.querySelector(`[data-note="${key}"]`);

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
  const list = button.closest("[data-note]").querySelector("[data-versions]");
  list.replaceChildren(...drawn);
  button.remove();
  focusNext(list);
}

// Gives the person's own notes, each with its earlier versions, as a file that never leaves this machine.
export function download(notes) {
  const told = notes.map((versions) => {
    const [latest, ...earlier] = versions.map(({ title, text, written, version }) => ({ title, text, written, version }));
    return { ...latest, earlier };
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], { type: "application/json" }));
  link.download = "my-notes.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
