// One's own part of a meeting: what is half chosen, what is open and where the keyboard stands survive a new copy of it.
export function swap(own, part, heading) {
  const chosen = [...own.querySelectorAll("input[type=radio]:checked")];
  const open = [...own.querySelectorAll("details[open]")].map((one) => one.id);
  const held = own.contains(document.activeElement) ? document.activeElement : null;
  own.replaceChildren(part);
  document.dispatchEvent(new Event("meeting:moved"));
  for (const one of chosen) {
    const same = named(own, one);
    if (same) same.checked = true;
  }
  for (const one of open) document.getElementById(one)?.setAttribute("open", "");
  if (!held) return;
  still(own, held)?.focus({ preventScroll: true });
  // Whose button is gone stands at the head of their part, and not at the beginning of the page.
  if (!own.contains(document.activeElement)) heading.focus({ preventScroll: true });
}

function named(own, { name, value }) {
  return name ? own.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`) : null;
}

function still(own, held) {
  const folded = held.localName === "summary" && held.parentElement.id;
  if (folded) return own.querySelector(`#${CSS.escape(folded)} > summary`);
  return (held.id && own.querySelector(`#${CSS.escape(held.id)}`)) || named(own, held);
}
