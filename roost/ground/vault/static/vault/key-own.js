// The person's own keys as the server keeps them, and which of the parts to make and open them is shown.
import { Refused } from "./bytes.js";
import { passphrase } from "./keys.js";
import { opened } from "./opened.js";
import { ask, field, showKey } from "./page.js";

const SHORTEST = 12;
// `settled` is what the page does once keys are open, or closed again.
export const own = { told: null, settled: () => {} };

export function settle() {
  const keys = opened(own.told);
  own.settled(keys);
  showKey(!own.told.keys ? "none" : keys ? "open" : "locked");
}

export async function tell(address, told, method) {
  own.told = await ask(address, told, method);
}

// What the person signs in with; who has no such password is not asked.
export const login = (form) => field(form, "login")?.value ?? "";

export function chosen(form) {
  const secret = passphrase(field(form, "secret").value);
  if ([...secret].length < SHORTEST) throw new Refused("short");
  if (secret !== passphrase(field(form, "again").value)) throw new Refused("differ");
  return secret;
}
