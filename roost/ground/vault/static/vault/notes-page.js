// What is done with the notes of a group: opened, written, changed, deleted, taken along.
import { Refused, uuid } from "./bytes.js";
import { focusNext } from "./focus.js";
import { openOne } from "./group.js";
import { remember } from "./memory.js";
import { fillIn, follow, form, putAside, stopEditing, written as typed } from "./notes-form.js";
import { goOn, load, now, orLoad } from "./notes-open.js";
import { articleOf, download, drawVersions } from "./notes-view.js";
import { expire, watchUse } from "./opened.js";
import { announce, ask, field, on, root, run } from "./page.js";
import { compared, nameOf, shareWith, unlock } from "./settling.js";
import { about, sealNote } from "./texts.js";

const question = document.getElementById("delete-note");
const { written } = root.dataset;
const noteOf = (button) => now.notes.find((one) => one.note === button.closest("[data-note]").dataset.note);

// The version to write is the one after what is shown, so that nothing is overwritten unseen.
async function write() {
  if (!now.view.latest) await goOn();
  if (!now.mayWrite || !now.view.isCurrent) throw new Refused("changed");
  const { contents, view, me } = now;
  const epoch = view.latest.n;
  const note = (form.dataset.note ||= uuid());
  const version = Number(form.dataset.version ?? 0) + 1;
  const told = about({ ...contents, note, version, epoch, author: me.person });
  const { title, text } = typed();
  const said = { title: title.trim(), text };
  await ask(written, { note, version, epoch, ...sealNote(told, said, view.keys.get(epoch), me.signSecret) });
  stopEditing();
  await load();
  announce("kept");
}

async function versionsOf({ note, author }) {
  const { organisation, group } = now.contents;
  const { versions } = await ask(`${written}${note}/`);
  return versions.map((one) => openOne({ ...one, note, author, organisation, group, place: "" }, now.view, now.me));
}

on("open", async (form) => (await unlock(form, now.contents.me), load()));
on("write", () =>
  orLoad(write).catch((error) => {
    const known = now.notes.find((one) => one.note === form.dataset.note);
    if (known) follow(known);
    throw error;
  }),
);
on("edit", (button) => {
  fillIn(noteOf(button));
  field(form, "title").focus();
});
on("stop", stopEditing);
on("versions", async (button) => drawVersions(button, (await versionsOf(noteOf(button))).slice(1)));
on("ask-delete", (button) => {
  question.dataset.note = noteOf(button).note;
  question.showModal();
});
on("delete", async () => {
  question.close();
  await ask(`${written}${question.dataset.note}/`, undefined, "DELETE");
  await load();
  focusNext(articleOf(question.dataset.note));
  announce("deleted");
});
// Asks for what is not on the page, so that the file holds every note and version of one's own.
on("download", async () => {
  const mine = now.notes.filter((one) => one.isMine && one.state !== "deleted");
  const told = [];
  for (const one of mine) told.push(await versionsOf(one));
  download(told.map((versions) => versions.filter((one) => one.state === "open")).filter((open) => open.length));
});
on("older", async () => {
  const first = now.notes.find((one) => one.state === "away");
  now.pages += 1;
  await load();
  focusNext(articleOf(first.note));
});
on("compared", (button) => {
  compared.add(button.value);
  return load();
});
on("share", async (button) => {
  await shareWith(now, now.view.readers.find((one) => nameOf(one) === button.value), "all" in button.dataset);
  await load();
  focusNext(root.querySelector("[data-list=readers]"));
  announce("shared");
});
on("known", () => (remember(now.contents), load()));
on("lock", expire);
addEventListener("pagehide", () => putAside(now));
// A page that comes back as it was left may hold what was locked since.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
document.addEventListener("vault:locked", () => location.reload());
watchUse(document.getElementById("closing"));
run(load);
