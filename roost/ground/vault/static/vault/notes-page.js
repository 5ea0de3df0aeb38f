// What is done with the notes of a group: written, changed, deleted, taken along.
import { Refused, uuid } from "./bytes.js";
import { openOne } from "./group.js";
import { goOn, load, now, orLoad } from "./notes-open.js";
import { download, drawVersions } from "./notes-view.js";
import { ask, field, on, root, run } from "./page.js";
import { about, sealNote } from "./texts.js";

const form = root.querySelector("form[data-do=write]");
const question = document.getElementById("delete-note");
const { written } = root.dataset;
const noteOf = (button) => now.notes.find((one) => one.note === button.closest("[data-note]").dataset.note);

function stopEditing() {
  form.reset();
  form.classList.remove("editing");
  delete form.dataset.note;
  delete form.dataset.version;
}

// The version to write is the one after what is shown, so that nothing is overwritten unseen.
async function write() {
  if (!now.view.latest) await goOn();
  if (!now.mayWrite || !now.view.isCurrent) throw new Refused("changed");
  const { contents, view, me } = now;
  const epoch = view.latest.n;
  const note = (form.dataset.note ||= uuid());
  const version = Number(form.dataset.version ?? 0) + 1;
  const told = about({ ...contents, note, version, epoch, author: me.person });
  const said = { title: field(form, "title").value.trim(), text: field(form, "text").value };
  await ask(written, { note, version, epoch, ...sealNote(told, said, view.keys.get(epoch), me.signSecret) });
  stopEditing();
  await load();
}

function begin({ note, version }) {
  Object.assign(form.dataset, { note, version });
}

on("write", () =>
  orLoad(write).catch((error) => {
    const known = now.notes.find((one) => one.note === form.dataset.note);
    if (known) begin(known);
    throw error;
  }),
);
on("edit", (button) => {
  const known = noteOf(button);
  begin(known);
  form.classList.add("editing");
  for (const name of ["title", "text"]) field(form, name).value = known[name];
  field(form, "title").focus();
});
on("stop", stopEditing);
on("versions", async (button) => {
  const { note, author } = noteOf(button);
  const { organisation, group } = now.contents;
  const { versions } = await ask(`${written}${note}/`);
  const told = versions.slice(1).map((one) => ({ ...one, note, author, organisation, group }));
  drawVersions(button, told.map((one) => openOne(one, now.view, now.me)));
});
on("ask-delete", (button) => {
  question.dataset.note = noteOf(button).note;
  question.showModal();
});
on("delete", async () => {
  question.close();
  await ask(`${written}${question.dataset.note}/`, undefined, "DELETE");
  await load();
});
on("download", () => download(now.notes.filter((one) => one.isMine && one.state === "open")));
run(load);
