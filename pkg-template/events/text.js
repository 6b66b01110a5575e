// Bytes as text.

function checked(bytes) {
  for (const byte of bytes) {
    if (!Number.isInteger(byte) || byte < 0 || byte > 255) {
      throw new TypeError(`bytes: got ${String(byte)}; allowed: integers from 0 to 255`);
    }
  }
  return Array.from(bytes);
}

/** See index.d.ts. */
export function toHex(bytes) {
  return checked(bytes)
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** See index.d.ts. */
export function toBase64(bytes) {
  return btoa(
    checked(bytes)
      .map((byte) => String.fromCharCode(byte))
      .join(""),
  );
}
