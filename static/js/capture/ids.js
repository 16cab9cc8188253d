// Ids made on the phone: UUID version 7 (RFC 9562), so that the order of ids is the order of time.

/** Lower-case hex of some bytes. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A fresh UUIDv7 in lower-case hyphenated form. */
export function newId(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(now) << 16n);
  bytes.set(random, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** A value that one answer must echo, so that an old or foreign answer never counts. */
export function newNonce() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** SHA-256 of an ArrayBuffer or typed array, as lower-case hex. */
export async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
