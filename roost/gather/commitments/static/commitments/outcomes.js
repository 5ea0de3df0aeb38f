// How something went, as a sealed text of its own that names the commitment it is of.
const ANSWERS = ["done", "learned", "dropped"];

function read({ text }) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Only who promised says how it went.
export function outcomeOf(pad, place, { commitment, person }) {
  const theirs = pad.texts(place).filter((one) => one.state === "open" && one.author === Number(person));
  const told = theirs.map((one) => ({ one, ...read(one) }));
  return told.findLast(({ of, how }) => of === commitment && ANSWERS.includes(how));
}

export async function seal(pad, place, which, { how, line }) {
  const told = JSON.stringify({ of: which.commitment, how, line });
  const before = outcomeOf(pad, place, which)?.one;
  await (before ? pad.change(before, told) : pad.write(place, told));
}
