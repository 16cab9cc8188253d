// The list of fixes: what waits in the phone is shown and sent, and stars are set without a new page.

import { stars } from "./crew/stars.js";
import { showWaiting } from "./crew/waiting.js";

const box = document.querySelector("[data-waiting]");
stars(document);
if (box) showWaiting(box);
