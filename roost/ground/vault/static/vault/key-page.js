// The page of one's own key: open it, lock it, change what opens it, open earlier ones.
import { Refused } from "./bytes.js";
import "./key-new.js";
import { chosen, login, own, settle, tell, unopened } from "./key-own.js";
import { openKeys, passphrase, readCode, sealKeys } from "./keys.js";
import { expire, keepOpen, opened, watchUse } from "./opened.js";
import { announce, field, on, root, run, show } from "./page.js";

const BUNDLES = { passphrase: "sealed", recovery: "recovery" };
const openRing = (ring, lock, secret) => openKeys(ring[BUNDLES[lock]], ring, own.told.person, lock, secret);

function unlock(lock, secret) {
  const keys = openRing(own.told.keys, lock, secret);
  keepOpen(keys, own.told.person);
  return keys;
}

on("open", (form) => {
  unlock("passphrase", passphrase(field(form, "old").value));
  form.reset();
  settle();
});

async function reseal(form, keys, secret) {
  const { number, version } = own.told.keys;
  const sealed = sealKeys(keys, own.told.person, "passphrase", secret);
  await tell(root.dataset.reseal, { number, version, sealed, password: login(form) });
  form.reset();
  settle();
  announce("kept");
}

on("recover", async (form) => {
  const secret = chosen(form);
  await reseal(form, unlock("recovery", readCode(field(form, "code").value)), secret);
});

on("change", async (form) => {
  const secret = chosen(form);
  await reseal(form, unlock("passphrase", passphrase(field(form, "old").value)), secret);
});

// Whatever of the earlier keys this opens is open as long as the present ones; the page of the notes hands it on.
on("open-earlier", (form) => {
  const keys = opened(own.told);
  const typed = field(form, "before").value;
  const found = unopened(keys).flatMap((ring) => openEarlier(ring, typed));
  if (!found.length) throw new Refused("earlier");
  keepOpen({ ...keys, earlier: [...(keys.earlier ?? []), ...found] }, own.told.person);
  form.reset();
  settle();
  announce("earlier");
});

function openEarlier(ring, typed) {
  for (const [lock, secret] of [["passphrase", passphrase(typed)], ["recovery", readCode(typed)]]) {
    try {
      return [openRing(ring, lock, secret)];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return [];
}

on("lock", expire);
on("go", (button) => show(button.dataset.to));
on("back", settle);
document.addEventListener("vault:locked", settle);
watchUse(document.getElementById("closing"));
run(async () => (await tell(root.dataset.keys), settle()));
