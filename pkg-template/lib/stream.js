// Values as bytes, on their way to and from the module: src/stream.rs says how.
import { Members } from "./read.js";

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/** The bytes of a copy that `read.js` has made. */
export function write(value) {
  let bytes = new Uint8Array(256);
  let view = new DataView(bytes.buffer);
  let used = 0;

  function room(count) {
    if (used + count <= bytes.length) return;
    const larger = new Uint8Array(2 * (used + count));
    larger.set(bytes);
    bytes = larger;
    view = new DataView(bytes.buffer);
  }

  function tag(number) {
    room(9);
    bytes[used++] = number;
  }

  function count(number) {
    view.setUint32(used, number, true);
    used += 4;
  }

  function text(value) {
    room(4 + 3 * value.length);
    const { written } = encoder.encodeInto(value, bytes.subarray(used + 4));
    count(written);
    used += written;
  }

  function any(value) {
    if (value === undefined) tag(0);
    else if (value === null) tag(1);
    else if (value === false) tag(2);
    else if (value === true) tag(3);
    else if (typeof value === "number") {
      tag(4);
      view.setFloat64(used, value, true);
      used += 8;
    } else if (typeof value === "string") {
      tag(5);
      text(value);
    } else if (Array.isArray(value)) {
      tag(6);
      count(value.length);
      for (const item of value) any(item);
    } else if (value instanceof Members) {
      tag(7);
      count(value.names.length);
      for (const [at, name] of value.names.entries()) {
        text(name);
        any(value.values[at]);
      }
    } else {
      tag(8);
      text(value.what);
    }
  }

  any(value);
  return bytes.subarray(0, used);
}

/** The value whose bytes stand at an address of the module's memory. */
export function readAt(buffer, at) {
  const view = new DataView(buffer);

  function count() {
    at += 4;
    return view.getUint32(at - 4, true);
  }

  function text() {
    const length = count();
    const bytes = new Uint8Array(buffer, at, length);
    at += length;
    // A decoder takes a microsecond to begin with; messages are short, and nearly all ASCII.
    let text = "";
    for (let i = 0; i < length; i++) {
      if (bytes[i] > 127 || length > 200) return decoder.decode(bytes);
      text += String.fromCharCode(bytes[i]);
    }
    return text;
  }

  function any() {
    at += 1;
    switch (view.getUint8(at - 1)) {
      case 1:
        return null;
      case 2:
        return false;
      case 3:
        return true;
      case 4:
        at += 8;
        return view.getFloat64(at - 8, true);
      case 5:
        return text();
      case 6: {
        const list = [];
        for (let left = count(); left > 0; left--) list.push(any());
        return list;
      }
      case 7: {
        const object = {};
        for (let left = count(); left > 0; left--) object[text()] = any();
        return object;
      }
      default:
        return undefined;
    }
  }

  return any();
}
