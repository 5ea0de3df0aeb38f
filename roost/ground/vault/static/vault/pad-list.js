// A list of a place's texts with a form below it, for a page that wants no other.
import { focusNext } from "./focus.js";
import { announce, draw, field, on, say } from "./page.js";

const question = document.getElementById("delete-text");
let asking = null;
let forms = 0;
on("delete", async () => {
  question.close();
  await asking.pad.remove(asking.one);
  focusNext(asking.list);
  announce("deleted");
});

function article(one, isChangeable) {
  const [isOpen, isEarlier] = ["open", "earlier"].map((state) => one.state === state);
  return draw("text", { ...one, isOpen, isEarlier, isBroken: !isOpen && !isEarlier, isChangeable });
}

// Draws what changed alone, so that nobody loses the place where they read.
function redraw(list, texts, mayWrite) {
  const before = new Map([...list.children].map((one) => [one.dataset.note, one]));
  const drawn = texts.map((one) => {
    const isChangeable = mayWrite && one.isMine && one.state === "open";
    const as = [one.version, one.state, isChangeable].join();
    const there = before.get(one.note);
    if (there?.dataset.as === as) return there;
    const anew = article(one, isChangeable);
    Object.assign(anew.dataset, { note: one.note, as });
    return anew;
  });
  for (const one of before.values()) if (!drawn.includes(one)) one.remove();
  drawn.forEach((one, index) => one === list.children[index] || list.insertBefore(one, list.children[index] ?? null));
}

// Gives what to call whenever the pad says that something changed.
export function listAndForm(element, pad, place) {
  const drawn = draw("list", {});
  const [list, form] = [drawn.querySelector("[data-texts]"), drawn.querySelector("form")];
  const typed = field(form, "text");
  const find = (button) => pad.texts(place).find((one) => one.note === button.closest("[data-note]").dataset.note);
  let editing = null;
  list.tabIndex = -1;
  typed.id = form.querySelector("label").htmlFor = `write-${(forms += 1)}`;
  element.replaceChildren(drawn);

  function edit(one) {
    editing = one;
    form.classList.toggle("editing", Boolean(one));
    typed.value = one?.text ?? "";
  }
  const putAside = () => typed.value && pad.putAside(place, { text: typed.value, editing });
  const acts = {
    edit: (button) => (edit(find(button)), typed.focus()),
    stop: () => edit(null),
    "ask-delete": (button) => ((asking = { pad, list, one: find(button) }), question.showModal()),
  };
  drawn.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button) acts[button.dataset.act](button);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.inert = true;
    try {
      await (editing ? pad.change(editing, typed.value) : pad.write(place, typed.value));
      edit(null);
    } catch (error) {
      say(error);
      // What is kept next is the version after the one that is shown now.
      if (editing) editing = pad.texts(place).find(({ note }) => note === editing.note) ?? editing;
    }
    form.inert = false;
    typed.focus();
  });
  addEventListener("pagehide", putAside);

  return function show() {
    if (pad.state === "locked") putAside();
    if (pad.state === "locked" || !pad.isOpen(place)) edit(null);
    form.hidden = !pad.mayWrite(place);
    const half = typed.value ? null : pad.bringBack(place);
    if (half) edit(half.editing ?? null);
    if (half) typed.value = half.text;
    redraw(list, pad.texts(place), pad.mayWrite(place));
  };
}
