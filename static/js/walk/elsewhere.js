// The page in a browser that cannot keep it, such as the one inside another app: the address to copy.

import { part, text } from "../capture/page.js";
import { say } from "../snackbar.js";

/** Say where the walk is better opened. */
export function show({ walk }) {
  const box = part(walk, "elsewhere");
  if (!box.hidden) return;
  const address = part(box, "elsewhere-address");
  address.value = location.origin + location.pathname;
  part(box, "elsewhere-copy").addEventListener("click", () => copy(address));
  box.hidden = false;
}

/** Where an app lets nothing be copied, the address is marked for a person to copy. */
async function copy(address) {
  const copied = await navigator.clipboard?.writeText(address.value).then(() => true, () => false);
  if (copied) say(text("copied"));
  else address.select();
}
