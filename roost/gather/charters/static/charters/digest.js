// What somebody signs of own words: a digest of the sealed note as this browser was given it. It tells nothing of them.
import { canonical, digest } from "../vault/bytes.js";

export const digestOf = ({ note, author, version, epoch, place, nonce, sealed }) =>
  digest(canonical({ note, author, version, epoch, place, nonce, sealed }));
