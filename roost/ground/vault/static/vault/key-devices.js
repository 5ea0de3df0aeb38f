// The devices that open one's key, on its page: named, added, removed.
import { sealForDevice } from "./device.js";
import { focusNext } from "./focus.js";
import { login, own, settle, tell } from "./key-own.js";
import { opened } from "./opened.js";
import { announce, draw, field, fill, on, root, wordsFor } from "./page.js";
import { forgetPasskey, makePasskey, whyNot } from "./passkeys.js";

const { devices } = root.dataset;
const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });

function drawn(device) {
  const part = draw("device", { label: device.label, made: day.format(new Date(device.made)) });
  part.querySelector("button").value = device.id;
  return part;
}

// Where this browser cannot, it says so and offers nothing.
export async function drawDevices() {
  fill("devices", own.told.devices.map(drawn));
  const reason = await whyNot();
  root.querySelector("[data-part=add-device]").hidden = Boolean(reason);
  const why = root.querySelector("[data-part=why-no-device]");
  why.hidden = !reason;
  why.textContent = reason && wordsFor(reason);
}

on("add-device", async (form) => {
  const { number } = own.told.keys;
  const have = own.told.devices.map((one) => one.credential);
  const made = await makePasskey(form.dataset.name, have);
  const label = field(form, "label").value.trim();
  try {
    const sealed = await sealForDevice(opened(own.told), own.told.person, made);
    const told = { number, credential: made.credential, label, sealed };
    await tell(devices, { ...told, password: login(form) });
  } catch (error) {
    forgetPasskey(made.credential);
    throw error;
  }
  form.reset();
  settle();
  announce("device");
});

on("remove-device", async (button) => {
  const { credential } = own.told.devices.find((one) => String(one.id) === button.value);
  await tell(`${devices}${button.value}/`, undefined, "DELETE");
  forgetPasskey(credential);
  settle();
  focusNext(root.querySelector("[data-list=devices]"));
  announce("device-gone");
});
