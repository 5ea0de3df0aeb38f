// New keys: the first ones, or others after passphrase and code were lost.
import { chosen, login, own, settle, tell } from "./key-own.js";
import { makeCode, makeKeys, sealKeys } from "./keys.js";
import { keepOpen } from "./opened.js";
import { on, root, showKey } from "./page.js";

let fresh = null;
const shown = root.querySelector("[data-code]");

// They are sent only after their code was seen: who never saw it could not come back.
async function prepare(form, address) {
  const secret = chosen(form);
  const [keys, code, { person }] = [makeKeys(), makeCode(), own.told];
  const told = {
    number: own.told.keys?.number ?? 0,
    box: keys.box,
    sign: keys.sign,
    sealed: await sealKeys(keys, person, "passphrase", secret),
    recovery: await sealKeys(keys, person, "recovery", code),
    password: login(form),
  };
  fresh = { address, keys, told, from: form.closest("[data-key]").dataset.key };
  form.reset();
  shown.textContent = code;
  showKey("code");
}

on("make", (form) => prepare(form, root.dataset.keys));
on("lost", (form) => prepare(form, root.dataset.renew));

on("written-down", async (form) => {
  const { address, keys, told, from } = fresh;
  form.reset();
  try {
    await tell(address, told);
  } catch (error) {
    // What the server says in words needs another form, and so another code.
    if (error.words) showKey(from);
    throw error;
  }
  keepOpen(keys, own.told.person);
  fresh = null;
  shown.textContent = "";
  settle();
});
