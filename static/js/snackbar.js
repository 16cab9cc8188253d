// Says what just happened and offers to undo it. The words come from the caller.
const SECONDS = 8;
let timer;

export function say(text, { action = "", run = null, seconds = SECONDS } = {}) {
  const bar = document.getElementById("snackbar");
  const words = document.createElement("span");
  words.textContent = text;
  bar.replaceChildren(words);
  if (run) bar.append(undoButton(bar, action, run));
  bar.toggleAttribute("data-above", document.querySelector(".action-bar") !== null);
  bar.hidden = false;
  hideLater(bar, seconds);
}

// Stays while a finger, the pointer or the keyboard is on it.
function hideLater(bar, seconds) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (bar.matches(":hover, :focus-within")) hideLater(bar, 2);
    else bar.hidden = true;
  }, seconds * 1000);
}

function undoButton(bar, label, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => { bar.hidden = true; run(); }, { once: true });
  return button;
}
