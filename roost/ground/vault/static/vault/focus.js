// Where the reader goes on when what they pressed has gone.
let next = null;
// Names what appeared, for whoever pressed something that has gone.
export const focusNext = (place) => (next = place);

// Goes to what appeared, or else to the first heading of what is shown now.
export function keepFocus(root) {
  const focused = document.activeElement;
  const isLost = focused === document.body || !focused?.getClientRects().length;
  const place = next ?? [...root.querySelectorAll(":is([data-state], [data-key]):not([hidden]) :is(h2, h3, .notice-title)")].find(
    (heading) => heading.getClientRects().length,
  );
  next = null;
  if (!isLost || !place) return;
  place.tabIndex = -1;
  place.focus();
}
