// Hints at what may be meant, for payloads that cannot be decoded.

/** Errors in what a record says, with a hint where its payload may not be what it was read as. */
export function hinted(record, result) {
  if (!result?.errors) return result;
  const hint = frameHint(record.input?.bytes) ?? guessHint(record);
  if (hint === undefined) return result;
  const [first, ...others] = result.errors;
  return { ...result, errors: [`${first} (${hint})`, ...others] };
}

function guessHint({ guessed, decimal, noFile, error }) {
  if (decimal) return "decimal bytes are written in brackets, as [8,112,1]";
  if (guessed) {
    const since = noFile ? ", since no file has this name" : "";
    return `read as base64${since}; give --hex if it is hex`;
  }
  return noFile && error !== undefined ? "no file has this name" : undefined;
}

/** The first bytes of data frames (LoRaWAN 1.0.4, section 4.2), and the fewest bytes that they have. */
const FRAMES = { 64: "uplink", 128: "confirmed uplink", 96: "downlink", 160: "confirmed downlink" };
const SHORTEST = 12;

/** Gateways and packet forwarders have whole frames, of which an application can read nothing. */
function frameHint(bytes) {
  const kind = FRAMES[bytes?.[0]];
  if (kind === undefined || !(bytes.length >= SHORTEST)) return undefined;
  const address = Array.from(bytes.slice(1, 5))
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `it looks like a whole LoRaWAN frame, ${kind} of the device address ${address}, which is encrypted; take the payload that the network server decrypts`;
}
