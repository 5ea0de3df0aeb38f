// What was half written when the page went or the key closed: kept in this tab, sealed for its writer alone.
import { fromUtf8, sodium, toBytes, toText, utf8 } from "./bytes.js";

const nameOf = ({ me, group, place }) => ["roost.vault.draft", me.person, group, place].filter(Boolean).join(".");

export function keepDraft(contents, { box }, said) {
  if (!said.title && !said.text) return sessionStorage.removeItem(nameOf(contents));
  const sealed = sodium.crypto_box_seal(utf8(JSON.stringify(said)), toBytes(box));
  sessionStorage.setItem(nameOf(contents), toText(sealed));
}

// Gives it back once; null where there is none, or none for these keys.
export function takeDraft(contents, { box, boxSecret }) {
  const sealed = sessionStorage.getItem(nameOf(contents));
  sessionStorage.removeItem(nameOf(contents));
  if (!sealed) return null;
  try {
    return JSON.parse(fromUtf8(sodium.crypto_box_seal_open(toBytes(sealed), toBytes(box), toBytes(boxSecret))));
  } catch {
    return null;
  }
}

// Lets go of what was half written in places that are over.
export function dropDrafts(contents, places) {
  for (const place of places) sessionStorage.removeItem(nameOf({ ...contents, place }));
}
