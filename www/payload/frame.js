// A whole LoRaWAN frame (LoRaWAN L2 1.0.4, chapter 4): its parts, and why its payload cannot be decoded.
import { hex } from "./write.js";

/** Message types by their number in the first byte's upper bits. */
const types = {
  0: "join request",
  1: "join accept",
  2: "unconfirmed uplink",
  3: "unconfirmed downlink",
  4: "confirmed uplink",
  5: "confirmed downlink",
};

const SOURCE = "LoRaWAN L2 1.0.4";

/** The parts of a join message and of a data message: names and lengths. */
const JOIN_REQUEST = [
  ["MHDR", 1],
  ["JoinEUI", 8],
  ["DevEUI", 8],
  ["DevNonce", 2],
  ["MIC", 4],
];
const JOIN_ACCEPTS = [17, 33];

/** Device address, control byte and counter; and what each data message has before and behind. */
const HEAD = 7;
const SHORTEST = 1 + HEAD + 4;

/**
 * The frame that bytes are: `{ said, explanation }`, shaped as the package explains a payload; nothing where
 * they are none. No channel of a payload begins so, which the caller makes sure of.
 */
export function frameOf(bytes) {
  // Major version 0, and the bits between are reserved.
  if (bytes.length === 0 || (bytes[0] & 0x1f) !== 0) return undefined;
  const type = bytes[0] >> 5;
  if (type === 0)
    return bytes.length === 23 ? framed(bytes, JOIN_REQUEST, joinText(bytes)) : undefined;
  if (type === 1) {
    if (!JOIN_ACCEPTS.includes(bytes.length)) return undefined;
    const parts = [
      ["MHDR", 1],
      ["encrypted with the AppKey", bytes.length - 1],
    ];
    return framed(bytes, parts, "A whole LoRaWAN frame: a join accept, encrypted with the AppKey.");
  }
  if (types[type] === undefined || bytes.length < SHORTEST) return undefined;
  const options = bytes[5] & 0x0f;
  const left = bytes.length - SHORTEST - options;
  if (left < 0) return undefined;
  const port = left > 0 ? bytes[8 + options] : undefined;
  if (port > 223) return undefined;
  const parts = [
    ["MHDR", 1],
    ["DevAddr", 4],
    ["FCtrl", 1],
    ["FCnt", 2],
    ["FOpts", options],
    ["FPort", left > 0 ? 1 : 0],
    [port === 0 ? "MAC commands, encrypted" : "payload, encrypted", Math.max(left - 1, 0)],
    ["MIC", 4],
  ].filter(([, length]) => length > 0);
  return framed(bytes, parts, dataText(bytes, types[type], port, left - 1));
}

const reversed = (bytes) => hex([...bytes].reverse());

const joinText = (bytes) =>
  `A whole LoRaWAN frame: a join request of the device ${reversed(bytes.slice(9, 17))}. It has no payload.`;

function dataText(bytes, type, port, length) {
  const head = `A whole LoRaWAN frame: ${type}, device address ${reversed(bytes.slice(1, 5))}, frame counter ${bytes[6] + 256 * bytes[7]}`;
  if (port === undefined) return `${head}, without a payload.`;
  const key = port === 0 ? "NwkSKey" : "AppSKey";
  return `${head}, FPort ${port}. Its ${length} bytes of payload are encrypted with the ${key}: paste what the network server decrypted.`;
}

function framed(bytes, parts, said) {
  let offset = 0;
  const spans = parts.map(([name, length]) => {
    const raw = hex(bytes.slice(offset, offset + length));
    const span = { offset, length, kind: "channel", name };
    span.parts = [{ offset, length, raw, label: name, kind: "opaque", source: SOURCE }];
    offset += length;
    return span;
  });
  return { said, explanation: { spans } };
}
