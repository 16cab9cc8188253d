// Ticking rows of a list: a range with shift, how many are chosen, and all of the view.
// Rows carry input[data-tick]; the form with data-bulk says what can be done with them.

export function range(boxes, from, to) {
  const [first, last] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
  return first < 0 ? [to] : boxes.slice(first, last + 1);
}

export function words(form, count) {
  if (!count) return form.dataset.none;
  return count === 1 ? form.dataset.one : form.dataset.many.replace("{n}", count);
}

export class Ticks {
  constructor(form, boxes) {
    Object.assign(this, { form, boxes, last: null });
    this.all = form.querySelector("[data-bulk-all]");
    this.total = Number(form.dataset.total || 0);
    for (const box of boxes) box.addEventListener("click", (event) => this.clicked(box, event.shiftKey));
    this.all?.addEventListener("change", () => this.draw());
    // A page that comes back from the memory of the browser keeps its ticks.
    window.addEventListener("pageshow", () => this.draw());
    this.draw();
  }

  clicked(box, shift) {
    if (shift && this.last) for (const one of range(this.boxes, this.last, box)) one.checked = box.checked;
    this.last = box;
    this.draw();
  }

  toggle(row) {
    const box = row?.querySelector("[data-tick]");
    if (!box) return;
    box.checked = !box.checked;
    this.clicked(box, false);
  }

  /** What an act is for when nothing is ticked: the row one stands on. */
  atLeast(row) {
    if (this.count() || !row) return;
    this.toggle(row);
  }

  count() {
    return this.all?.checked ? this.total : this.boxes.filter((box) => box.checked).length;
  }

  draw() {
    const count = this.count();
    this.form.toggleAttribute("data-chosen", count > 0);
    this.form.querySelector("[data-bulk-count]").textContent = words(this.form, count);
    for (const box of this.boxes) box.closest("[data-fix]")?.toggleAttribute("data-ticked", box.checked || Boolean(this.all?.checked));
  }
}
