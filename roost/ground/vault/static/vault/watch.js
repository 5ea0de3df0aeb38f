// On every page: forgets an opened key in time, on signing out, and where somebody else is signed in.
import { expire, watchTime } from "./opened.js";

const { person } = document.body.dataset;
const tabs = new BroadcastChannel("roost.vault");

tabs.addEventListener("message", expire);
watchTime(person);
// Whoever signs out in one tab is signed out in all of them.
if (person === "") tabs.postMessage("signed out");
