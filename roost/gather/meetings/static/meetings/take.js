// Gives somebody what they wrote as a file, made in their browser; whoever draws texts beside adds to its parts.
export function takeAlong(parts, file) {
  document.dispatchEvent(new CustomEvent("writing:take", { detail: parts }));
  const told = parts.map(({ title, texts }) => [title, ...texts.map(({ text }) => text)].join("\n\n"));
  const address = URL.createObjectURL(new Blob([`${told.join("\n\n\n")}\n`], { type: "text/plain" }));
  Object.assign(document.createElement("a"), { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
