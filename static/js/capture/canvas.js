// A picture made small on a canvas: by the worker that this file is, or by the page where there is none.
// Bitmaps and canvases are let go at once, for a phone has little memory.

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

/** {bytes, thumb} of a blob's picture as JPEG, or null when what came out is not to be trusted. */
export async function scaled(source, longest) {
  const blob = await jpeg(await createImageBitmap(source), longest);
  if (!blob || blob.type !== "image/jpeg" || blob.size <= LEAST_BYTES) return null;
  const small = await createImageBitmap(blob); // it decodes again
  if (isBlank(samples(small)) && !(await isNight(source))) {
    small.close();
    return null;
  }
  const thumb = await jpeg(small, THUMB_PX); // of the small one: the large one costs too much twice
  return { bytes: await blob.arrayBuffer(), thumb: await thumb.arrayBuffer() };
}

/** A JPEG of a bitmap, which is let go. */
async function jpeg(bitmap, longest) {
  const canvas = drawn(bitmap, ...fit(bitmap.width, bitmap.height, longest));
  bitmap.close();
  const blob = await encoded(canvas);
  release(canvas);
  return blob;
}

function drawn(bitmap, width, height) {
  const canvas = blank(width, height);
  canvas.getContext("2d", { willReadFrequently: width <= SAMPLE_PX }).drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

function blank(width, height) {
  if (!globalThis.document) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

function encoded(canvas) {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** The original, decoded small, is blank as well: a wall of night is a picture too. */
async function isNight(source) {
  const bitmap = await createImageBitmap(source, { resizeWidth: SAMPLE_PX, resizeHeight: SAMPLE_PX });
  const found = isBlank(samples(bitmap));
  bitmap.close();
  return found;
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

/** As a worker: {source, longest} in, the picture or null out. */
async function answer({ data: { source, longest }, ports: [back] }) {
  const made = await scaled(source, longest).catch(() => null);
  back.postMessage(made, made ? [made.bytes, made.thumb] : []);
}

if (globalThis.WorkerGlobalScope) addEventListener("message", answer);
