// Which key does what. A key of one letter never fires in a field, with a modifier, or under an
// open dialog; what it does is found in the page: the first visible element with data-key.

const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const CONTROLS = "input:not([type=hidden]), select, textarea, button, a[href]";

export function inField(target) {
  return Boolean(target.closest?.(FIELDS));
}

/** The shortcut of a key press: one letter, or two after g; nothing when it is not one. */
export class Presses {
  constructor(now = () => performance.now()) {
    Object.assign(this, { now, going: -Infinity });
  }

  read({ key, ctrlKey, metaKey, altKey, isComposing }) {
    if (ctrlKey || metaKey || altKey || isComposing || key.length !== 1) return "";
    const after = this.now() - this.going < 1500;
    this.going = -Infinity;
    if (after) return `g ${key}`;
    if (key !== "g") return key;
    this.going = this.now();
    return "";
  }
}

/** Open what it lies behind, and go there: press a button, follow a link, focus a field. */
export function act(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (element.matches("a[href], button, input[type=checkbox], input[type=radio], summary")) {
    element.focus();
    element.click();
    return;
  }
  if (element.matches("details")) element.open = true;
  const control = element.matches(CONTROLS) ? element : element.querySelector(CONTROLS);
  (control || element).focus();
  element.scrollIntoView({ block: "nearest" });
}

export function neighbour(rows, current, step) {
  const at = rows.indexOf(current);
  if (at < 0) return rows[step > 0 ? 0 : rows.length - 1];
  return rows[Math.max(0, Math.min(rows.length - 1, at + step))];
}
