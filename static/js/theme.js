// Runs before the first paint: the chosen look, so that no page flashes white in the dark, and the hand.
// Kept on the device alone; base.js draws the look's choice in the footer, walk/about.js that of the hand.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.colorScheme = chosen;
  if (localStorage.getItem("hand")) document.documentElement.dataset.hand = "left";
} catch {
  // Storage is shut in some private windows: the device's own setting decides.
}
