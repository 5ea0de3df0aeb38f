// The person's own keys as the server keeps them, and what the page of the key shows of them.
import { Refused } from "./bytes.js";
import { fingerprint, passphrase } from "./keys.js";
import { opened } from "./opened.js";
import { ask, field, root, show } from "./page.js";

const SHORTEST = 12;
export const own = { told: null };

// Those that were replaced, and that nobody opened in this tab so far.
export const unopened = ({ earlier = [] }) =>
  own.told.earlier.filter((ring) => !earlier.some((one) => one.box === ring.box));

export function settle() {
  const keys = opened(own.told);
  if (!own.told.keys) return show("none");
  root.querySelector("[data-figures]").textContent = keys ? fingerprint(keys).join(" ") : "";
  root.querySelector("[data-part=earlier]").hidden = !keys || !unopened(keys).length;
  show(keys ? "open" : "locked");
}

export async function tell(address, told) {
  own.told = await ask(address, told);
}

// What the person signs in with; who has no such password is not asked.
export const login = (form) => field(form, "login")?.value ?? "";

export function chosen(form) {
  const secret = passphrase(field(form, "secret").value);
  if ([...secret].length < SHORTEST) throw new Refused("short");
  if (secret !== passphrase(field(form, "again").value)) throw new Refused("differ");
  return secret;
}
