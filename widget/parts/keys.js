const KEYS = ["keydown", "keypress", "keyup"];
const EDITS = ["beforeinput", "input", "paste", "cut", "copy"];
const stop = (event) => event.stopPropagation();

/** The key is an input method's; Safari tells it with this code after the end of the composition. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** Keeps what is typed in the element from the page's shortcuts, also capturing ones; `act(event, inside)` gets each keydown. */
export function keepKeys(element, act) {
  const take = (event) => {
    const inside = event.composedPath().includes(element);
    if (inside) event.stopImmediatePropagation();
    if (event.type === "keydown") act(event, inside);
  };
  for (const each of KEYS) addEventListener(each, take, true);
  for (const each of EDITS) element.addEventListener(each, stop);
  return () => KEYS.forEach((each) => removeEventListener(each, take, true));
}

/** Keeps Tab in a modal panel, between `first` and `last`. */
export function keepTab(event, inside, focused, first, last) {
  const [edge, other] = event.shiftKey ? [first, last] : [last, first];
  if (inside && focused !== edge) return;
  event.preventDefault();
  other.focus();
}
