// The walk on the phone's home screen: offered, never demanded, and only when nothing waits here,
// for an iPhone gives the home screen a memory of its own.

import { part } from "../capture/page.js";

/** Show how to add the page to the home screen, by button where the browser has one. */
export function begin({ walk, sender }) {
  const box = part(walk, "install");
  if (matchMedia("(display-mode: standalone)").matches || navigator.standalone) return undefined;
  let offer = null;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    part(box, "install-now").hidden = false;
  });
  part(box, "install-now").addEventListener("click", () => offer?.prompt());
  box.hidden = false;
  const draw = async () => {
    const waits = (await sender.letters()).length > 0;
    part(box, "install-wait").hidden = !waits;
    part(box, "install-how").hidden = waits;
  };
  sender.addEventListener("change", draw);
  return draw();
}
