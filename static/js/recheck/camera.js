// A photo from after the work, taken over a faint picture from before, so that both show the same
// place. Where the browser gives no camera, the form's own field takes the picture.

import { part, piece } from "../capture/page.js";

const QUALITY = 0.9;

/** Put the button beside the photo field of every form of `place` that has a picture from before. */
export function offerCamera(place) {
  if (!navigator.mediaDevices?.getUserMedia || !globalThis.DataTransfer) return;
  for (const form of place.querySelectorAll("form:is([data-finish], [data-check-form])")) {
    const before = (form.closest("[data-errand], [data-earlier]") || document).querySelector("img[data-before]");
    if (!before || !form.elements.photos) continue;
    const button = piece("camera-open");
    button.addEventListener("click", () => take(before, form.elements.photos));
    form.elements.photos.closest(".field").before(button);
  }
}

async function take(before, field) {
  const box = document.body.appendChild(piece("camera"));
  box.querySelector("img").src = before.currentSrc || before.src;
  const strength = part(box, "strength");
  const faint = () => box.querySelector("img").style.setProperty("opacity", strength.value / 100);
  strength.addEventListener("input", faint);
  faint();
  box.showModal();
  const stream = await filmed().catch(() => null);
  const over = () => {
    for (const track of stream?.getTracks() || []) track.stop();
    box.remove();
  };
  box.addEventListener("close", over);
  part(box, "cancel").addEventListener("click", () => box.close());
  part(box, "no-camera").hidden = Boolean(stream);
  part(box, "shoot").hidden = !stream;
  if (!stream) return;
  const film = box.querySelector("video");
  film.srcObject = stream;
  part(box, "shoot").addEventListener("click", async () => {
    add(field, await still(film));
    box.close();
  });
  await film.play();
}

function filmed() {
  const size = { width: { ideal: 1920 }, height: { ideal: 1440 } };
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", ...size }, audio: false });
}

/** What the camera sees now, as a file. */
function still(film) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: film.videoWidth, height: film.videoHeight });
  canvas.getContext("2d").drawImage(film, 0, 0);
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], "efter.jpg", { type: "image/jpeg" })), "image/jpeg", QUALITY);
  });
}

function add(field, file) {
  const all = new DataTransfer();
  for (const one of [...field.files, file]) all.items.add(one);
  field.files = all.files;
  field.dispatchEvent(new Event("change"));
}
