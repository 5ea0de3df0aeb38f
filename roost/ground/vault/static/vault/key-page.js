// The page of one's own key: make it, open it, lock it, change what opens it, begin anew.
import { Refused } from "./bytes.js";
import { fingerprint, makeCode, makeKeys, openKeys, passphrase, readCode, sealKeys } from "./keys.js";
import { keepOpen, lock, opened, watchLock } from "./memory.js";
import { ask, field, on, root, run, show } from "./page.js";

const SHORTEST = 12;
let mine;
let fresh;

function settle() {
  const keys = opened(mine);
  if (!mine.keys) return show("none");
  root.querySelector("[data-figures]").textContent = keys ? fingerprint(keys).join(" ") : "";
  show(keys ? "open" : "locked");
}

function chosen(form) {
  const secret = passphrase(field(form, "secret").value);
  if ([...secret].length < SHORTEST) throw new Refused("short");
  if (secret !== passphrase(field(form, "again").value)) throw new Refused("differ");
  return secret;
}

// New keys are sent only after their code was seen: who never saw it could not come back.
function prepare(form, address) {
  const secret = chosen(form);
  const [keys, code] = [makeKeys(), makeCode()];
  const told = {
    number: mine.keys?.number ?? 0,
    box: keys.box,
    sign: keys.sign,
    sealed: sealKeys(keys, mine.person, "passphrase", secret),
    recovery: sealKeys(keys, mine.person, "recovery", code),
  };
  fresh = { address, keys, told };
  form.reset();
  root.querySelector("[data-code]").textContent = code;
  show("code");
}

on("make", (form) => prepare(form, root.dataset.keys));
on("lost", (form) => prepare(form, root.dataset.renew));

on("written-down", async (form) => {
  mine = await ask(fresh.address, fresh.told);
  keepOpen(fresh.keys, mine.person);
  fresh = null;
  root.querySelector("[data-code]").textContent = "";
  form.reset();
  settle();
});

function unlock(form, name, lockedBy, secret) {
  const keys = openKeys(mine.keys[lockedBy], mine.keys, mine.person, name, secret);
  keepOpen(keys, mine.person);
  return keys;
}

on("open", (form) => {
  unlock(form, "passphrase", "sealed", passphrase(field(form, "old").value));
  form.reset();
  settle();
});

async function reseal(form, keys, secret) {
  const { number, version } = mine.keys;
  const sealed = sealKeys(keys, mine.person, "passphrase", secret);
  mine = await ask(root.dataset.reseal, { number, version, sealed });
  form.reset();
  settle();
}

on("recover", async (form) => {
  const secret = chosen(form);
  await reseal(form, unlock(form, "recovery", "recovery", readCode(field(form, "code").value)), secret);
});

on("change", async (form) => {
  const secret = chosen(form);
  await reseal(form, unlock(form, "passphrase", "sealed", passphrase(field(form, "old").value)), secret);
});

on("lock", () => (lock(), settle()));
on("go", (button) => show(button.dataset.to));
on("back", settle);
watchLock(settle);
run(async () => ((mine = await ask(root.dataset.keys)), settle()));
