// The form in which a note is written or changed, and what is half written in it.
import { keepDraft, takeDraft } from "./draft.js";
import { field, root } from "./page.js";

export const form = root.querySelector("form[data-do=write]");
const FIELDS = ["title", "text"];

export function stopEditing() {
  form.reset();
  form.classList.remove("editing");
  delete form.dataset.note;
  delete form.dataset.version;
}

// What is kept next is the version after this one.
export const follow = ({ note, version }) => Object.assign(form.dataset, { note, version });

export function fillIn(said) {
  for (const name of FIELDS) field(form, name).value = said[name];
  if (!said.note) return;
  follow(said);
  form.classList.add("editing");
}

export const written = () => Object.fromEntries(FIELDS.map((name) => [name, field(form, name).value]));

export function putAside({ contents, me }) {
  if (!me) return;
  const { note, version } = form.classList.contains("editing") ? form.dataset : {};
  keepDraft(contents, me, { ...written(), note, version });
}

export function bringBack({ contents, me }) {
  const { title, text } = written();
  const said = title || text ? null : takeDraft(contents, me);
  if (said) fillIn(said);
}
