// Opens one's own key, on its page and in the dialog of a pad: by passphrase, by code, or by a device.
import { openByDevice } from "./device.js";
import { chosen, login, own, settle, tell } from "./key-own.js";
import "./key-new.js";
import { openKeys, passphrase, readCode, sealKeys } from "./keys.js";
import { keepOpen } from "./opened.js";
import { announce, field, on, root, showKey } from "./page.js";
import { askPasskey, whyNot } from "./passkeys.js";

const BUNDLES = { passphrase: "sealed", recovery: "recovery" };
export const openRing = (ring, lock, secret) => openKeys(ring[BUNDLES[lock]], ring, own.told.person, lock, secret);

export async function unlock(lock, secret) {
  const keys = await openRing(own.told.keys, lock, secret);
  keepOpen(keys, own.told.person);
  return keys;
}

export async function reseal(form, keys, secret) {
  const { number, version } = own.told.keys;
  const sealed = await sealKeys(keys, own.told.person, "passphrase", secret);
  await tell(root.dataset.reseal, { number, version, sealed, password: login(form) });
  form.reset();
  settle();
  announce("kept");
}

// Shown only where there is a device to ask, and a browser that can.
export async function offerDevices() {
  const isThere = Boolean(own.told.devices.length) && !(await whyNot());
  root.querySelector("[data-part=by-device]").hidden = !isThere;
}

on("open", async (form) => {
  await unlock("passphrase", passphrase(field(form, "old").value));
  form.reset();
  settle();
});

on("open-device", async () => {
  const { devices, keys, person } = own.told;
  const { credential, output } = await askPasskey(devices.map((one) => one.credential));
  const device = devices.find((one) => one.credential === credential);
  keepOpen(await openByDevice(device, keys, person, output), person);
  settle();
});

on("recover", async (form) => {
  const secret = chosen(form);
  await reseal(form, await unlock("recovery", readCode(field(form, "code").value)), secret);
});

on("go", (button) => showKey(button.dataset.to));
on("back", settle);
