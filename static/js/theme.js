// Runs before the first paint: the chosen look, so that no page flashes white in the dark.
// Kept on the device alone; base.js draws the choice in the footer.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.colorScheme = chosen;
} catch {
  // Storage is shut in some private windows: the device's own setting decides.
}
