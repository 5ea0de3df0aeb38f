// One's own key on a page of the room above: made, opened and replaced in a dialog, without leaving the page.
import { offerDevices } from "./key-open.js";
import { own, settle } from "./key-own.js";

const dialog = document.getElementById("own-key");

export function openKey(me) {
  own.told = me;
  offerDevices();
  settle();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[data-key]:not([hidden]) [data-first]")?.focus();
}

// `then` is called once the key is open.
export function onceOpened(then) {
  own.settled = (keys) => {
    if (!keys) return;
    dialog.close();
    then();
  };
}
