// Links to what is on the page: `#v1&view=decode&model=ws523&payload=087001`. They never hold a key.
import { codecFor, fromHex, models } from "milesight-codec";
import { LONGEST } from "./payload/text.js";
import { hex } from "./payload/write.js";

/** Fields that must not get into a link. */
const SECRET = ["d2d_key"];

/** The first bytes of channels that carry a secret: its command's, and the echo's of it. */
let headers;
function secretHeaders() {
  headers ??= models.flatMap((model) => {
    const codec = codecFor(model);
    const { properties } = codec.downlinkSchema();
    return SECRET.filter((name) => properties[name]).flatMap((name) => {
      const digits = Number(/\{(\d+)\}/.exec(properties[name].pattern)[1]);
      const { bytes } = codec.encodeDownlink({ data: { [name]: "0".repeat(digits) } });
      const [channel, type] = hex(bytes).slice(0, -digits).match(/../g);
      // Commands on channel ff are repeated on fe.
      return [`${channel}${type}`, `fe${type}`];
    });
  });
  return headers;
}

/**
 * The places behind a secret's first bytes in hex. Whole bytes or not: a digit that was typed before them
 * shifts them, and the key is still there to be read.
 */
function* secretsIn(text) {
  for (const header of secretHeaders()) {
    for (let at = text.indexOf(header); at >= 0; at = text.indexOf(header, at + 1)) {
      yield at + header.length;
    }
  }
}

/** Digits of a key, and how many of them in a row give it away. */
const DIGITS = 16;
const TELLING = 8;

/** Rows of digits of all keys that this page has seen. They leave with the page. */
const seen = new Set();

function rememberKey(digits) {
  if (digits.length === DIGITS) seen.add(digits);
  for (let at = 0; at + TELLING <= digits.length; at += 1) {
    const row = digits.slice(at, at + TELLING);
    // Zeros and the like are in every other payload.
    if (new Set(row).size > 2) seen.add(row);
  }
}

/**
 * Remembers the keys in what is shown, so that they are known once what gave them away, their channel's
 * first bytes, has been edited.
 */
export function remember({ bytes = [], all = [bytes], command = {} }) {
  for (const text of all.map(hex)) {
    for (const at of secretsIn(text)) rememberKey(text.slice(at, at + DIGITS));
  }
  for (const name of SECRET) {
    if (typeof command[name] === "string") {
      rememberKey(command[name].toLowerCase().replaceAll(/[^\da-f]/g, ""));
    }
  }
}

/**
 * Returns true if bytes may hold a secret: its channel's first bytes, or digits of a key that was seen,
 * at whole bytes or not. This also covers a payload cut short, of another model, or behind
 * an unknown channel.
 */
function mayHoldSecret(bytes) {
  const text = hex(bytes);
  return !secretsIn(text).next().done || [...seen].some((digits) => text.includes(digits));
}

/**
 * The part after `#` for a view, the names of what was `left` out as a secret, and `unread`: whether a
 * payload was left out because a part of it cannot be read. The part that was read may end at any place.
 */
export function linkTo(view, { model, direction, bytes, unread, command, fPort, server }) {
  const left = [];
  const given = { view, model, direction, server };
  if (bytes?.length > 0) {
    if (mayHoldSecret(bytes)) left.push("the payload, because it may hold a D2D key");
    else if (!unread) given.payload = hex(bytes);
  }
  if (command && Object.keys(command).length > 0) {
    const open = Object.entries(command).filter(([name]) => !SECRET.includes(name));
    for (const name of SECRET) if (name in command) left.push(name);
    if (open.length > 0) given.command = JSON.stringify(Object.fromEntries(open));
  }
  if (fPort) given.fport = fPort;
  const pairs = Object.entries(given).filter(([, value]) => value !== undefined);
  const words = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return { hash: `#v1&${words.join("&")}`, left, unread: unread === true && left.length === 0 };
}

/** Reads a link: the same members, or nothing if it is no link; `problem` if it cannot be read. */
export function readLink(hash) {
  if (!/^#v\d/.test(hash)) return undefined;
  const [version, ...words] = hash.slice(1).split("&");
  if (version !== "v1") {
    return { problem: "This link is of another version of the page, and cannot be read." };
  }
  try {
    const text = Object.fromEntries(
      words.map((word) => {
        const at = word.indexOf("=");
        return [word.slice(0, at), decodeURIComponent(word.slice(at + 1))];
      }),
    );
    const { view, model, direction, payload, command, fport, server } = text;
    if (payload?.length > LONGEST) {
      return { problem: "The payload of this link is too long to be one." };
    }
    const bytes = payload === undefined ? undefined : [...fromHex(payload)];
    const parsed = command === undefined ? undefined : JSON.parse(command);
    return {
      view,
      model,
      direction: direction === "downlink" ? "Downlink" : "Uplink",
      bytes,
      command: parsed,
      fPort: /^\d{1,3}$/.test(fport ?? "") ? fport : undefined,
      server,
    };
  } catch {
    return { problem: "This link is damaged: a part of it cannot be read." };
  }
}

/** A longer text is not kept in the browser's history. */
const KEPT = 1 << 16;

/**
 * The state that the browser keeps with the address: the text as it was typed. It holds no secret, because
 * the browser may write it to a disk.
 */
export const stateOf = ({ text, all = [] }) =>
  typeof text === "string" && text.length <= KEPT && !all.some(mayHoldSecret) ? { text } : null;
