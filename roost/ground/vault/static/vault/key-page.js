// The page of one's own key: what opens it, what it is compared by, and keys of before.
import { Refused } from "./bytes.js";
import { drawDevices } from "./key-devices.js";
import { offerDevices, openRing, reseal, unlock } from "./key-open.js";
import { chosen, own, settle, tell } from "./key-own.js";
import { fingerprint, passphrase, readCode } from "./keys.js";
import { expire, keepOpen, opened, watchUse } from "./opened.js";
import { announce, field, on, root, run } from "./page.js";

// Those that were replaced, and that nobody opened in this tab so far.
const unopened = ({ earlier = [] }) =>
  own.told.earlier.filter((ring) => !earlier.some((one) => one.box === ring.box));

own.settled = (keys) => {
  root.querySelector("[data-figures]").textContent = keys ? fingerprint(keys).join(" ") : "";
  root.querySelector("[data-part=earlier]").hidden = !keys || !unopened(keys).length;
  drawDevices();
  offerDevices();
};

on("change", async (form) => {
  const secret = chosen(form);
  await reseal(form, await unlock("passphrase", passphrase(field(form, "old").value)), secret);
});

// Whatever of the earlier keys this opens is open as long as the present ones; the page of the notes hands it on.
on("open-earlier", async (form) => {
  const keys = opened(own.told);
  const typed = field(form, "before").value;
  const found = [];
  for (const ring of unopened(keys)) found.push(...(await openEarlier(ring, typed)));
  if (!found.length) throw new Refused("earlier");
  keepOpen({ ...keys, earlier: [...(keys.earlier ?? []), ...found] }, own.told.person);
  form.reset();
  settle();
  announce("earlier");
});

async function openEarlier(ring, typed) {
  for (const [lock, secret] of [["passphrase", passphrase(typed)], ["recovery", readCode(typed)]]) {
    try {
      return [await openRing(ring, lock, secret)];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return [];
}

on("lock", expire);
document.addEventListener("vault:locked", settle);
watchUse(document.getElementById("closing"));
run(async () => (await tell(root.dataset.keys), settle()));
