// A star is set where one stands: the list keeps its place. Without script the form does it.

/** Listen to every star in `place`. */
export function stars(place) {
  place.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-star]");
    if (!form || form.dataset.plain) return;
    event.preventDefault();
    set(form);
  });
}

async function set(form) {
  const button = form.querySelector("button");
  const body = new URLSearchParams(new FormData(form));
  body.set("on", button.value);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") {
    form.dataset.plain = "yes"; // the page says what is wrong
    form.requestSubmit(button);
    return;
  }
  const on = button.value === "1";
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "" : "1";
}
