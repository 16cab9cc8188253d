// Makes a photo small enough to send from a forest path: 1600 px, upright, without metadata.
// Whatever fails, the original bytes are kept and sent instead; the server can often do more.

const LONGEST_PX = 1600;
const THUMB_PX = 160;
const QUALITY = 0.75;
const LEAST_BYTES = 1024;
const SAMPLE_PX = 10; // 10 × 10 samples tell a blank picture from a dark one
const BLANK_SPREAD = 2;

/** The size that fits within `longest` pixels; never larger than the original. */
export function fit(width, height, longest = LONGEST_PX) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Whether RGBA samples are of one single colour: what an overfull canvas gives without an error. */
export function isBlank(pixels) {
  for (let channel = 0; channel < 3; channel += 1) {
    const values = pixels.filter((_, index) => index % 4 === channel);
    if (Math.max(...values) - Math.min(...values) > BLANK_SPREAD) return false;
  }
  return true;
}

/**
 * The bytes to send for a chosen file: {bytes, type, raw, thumb}, with the longest side in pixels.
 * `raw` says that they are the original's; `thumb` is a small JPEG for the list, or null. Raises
 * only when the file itself cannot be read.
 */
export async function shrink(file, longest = LONGEST_PX) {
  const original = await file.arrayBuffer(); // at once: a File may become unreadable later
  if (!original.byteLength) throw new Error("no bytes");
  const small = await shrunk(new Blob([original], { type: file.type }), longest).catch(() => null);
  if (small) return { type: "image/jpeg", raw: false, ...small };
  const type = file.type.startsWith("image/") ? file.type : "image/x-unknown";
  return { bytes: original, type, raw: true, thumb: null };
}

async function shrunk(source, longest) {
  const blob = await scaled(await createImageBitmap(source), longest);
  if (!blob || blob.type !== "image/jpeg" || blob.size <= LEAST_BYTES) return null;
  const small = await createImageBitmap(blob); // it decodes again
  if (isBlank(samples(small)) && !(await isNight(source))) return null;
  const thumb = await scaled(small, THUMB_PX); // of the small one: the large one costs too much twice
  return { bytes: await blob.arrayBuffer(), thumb: await thumb.arrayBuffer() };
}

/** A JPEG of a bitmap, which is let go. */
async function scaled(bitmap, longest) {
  const canvas = drawn(bitmap, ...fit(bitmap.width, bitmap.height, longest));
  bitmap.close();
  const blob = await encoded(canvas);
  release(canvas);
  return blob;
}

function drawn(bitmap, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d", { willReadFrequently: width <= SAMPLE_PX }).drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

function encoded(canvas) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** The original, decoded small, is blank as well: a wall of night is a picture too. */
async function isNight(source) {
  return isBlank(samples(await createImageBitmap(source, { resizeWidth: SAMPLE_PX, resizeHeight: SAMPLE_PX })));
}

function samples(bitmap) {
  const canvas = drawn(bitmap, SAMPLE_PX, SAMPLE_PX);
  const { data } = canvas.getContext("2d").getImageData(0, 0, SAMPLE_PX, SAMPLE_PX);
  release(canvas);
  return data;
}

function release(canvas) {
  canvas.width = canvas.height = 0; // Safari frees the memory only then
}
