// A payload's bytes and its fields; each lights up in the other.
import { make } from "../dom.js";
import { grouped } from "../number.js";
import { spaced } from "../payload/write.js";
import { ariseText } from "./arise.js";
import { Bytes } from "./bytes.js";
import * as describe from "./describe.js";
import { Fields } from "./fields.js";
import { Sheet } from "./sheet.js";

/** So many colours take turns; the stylesheet has them. */
const COLOURS = 8;

const SELECTED_NONE = "Choose a byte or a field to see how it is read.";

export class Inspector {
  #detail = make("p", { class: "detail" }, SELECTED_NONE);
  #cells;
  #table;
  #fields = new Map();
  /** The part that has the focus. It is lit again when the pointer leaves. */
  #focused;
  #shown = false;
  #sheet = new Sheet();

  /** `label` names the bytes: "Bytes of the payload". */
  constructor(label) {
    const light = (fromBytes) => (lit) => this.#light(lit ?? this.#focused, fromBytes);
    const focused = (fromBytes) => (lit) => {
      this.#focused = lit;
      this.#light(lit, fromBytes);
    };
    this.#cells = new Bytes(label, { light: light(true), focused: focused(true) });
    this.#table = new Fields(label, {
      light: light(false),
      focused: focused(false),
      toByte: (at) => {
        this.#sheet.close();
        this.#cells.focus(at);
      },
      openSheet: (opener, title, content, lit) => {
        this.#sheet.show(opener, title, content, this.bytes.closest("section"));
        this.#light(lit, false);
      },
    });
    this.bytes = make("div", { class: "bytes" }, this.#cells.element, this.#detail);
    this.fields = make("div", { class: "table-frame" }, this.#table.element, this.#sheet.element);
  }

  /**
   * Shows what `explainUplink` or `explainDownlink` said of the bytes, or of their beginning: then `showAll`
   * shows the others. `fields` are the model's, by path.
   */
  show({ spans }, bytes, fields, showAll) {
    this.#fields = fields;
    this.#focused = undefined;
    const colours = new Map();
    for (const span of spans) {
      const key = describe.header(span);
      if (!colours.has(key)) colours.set(key, colours.size % COLOURS);
    }
    const more = () => (showAll ? [othersButton(spans, bytes, showAll)] : []);
    this.#cells.show(spans, bytes, colours, more());
    this.#table.show(spans, fields, colours, more());
    this.bytes.hidden = spans.length === 0;
    this.#shown = true;
    this.#light(undefined, true);
  }

  #light(lit, fromBytes) {
    if (!this.#shown) return;
    this.#cells.light(lit, !fromBytes);
    this.#table.light(lit, fromBytes && lit !== undefined);
    this.#detail.replaceChildren(...(lit ? this.#told(lit) : [SELECTED_NONE]));
  }

  #told({ span, parts, from, to }) {
    const [part] = parts;
    const place = parts.length === 1 ? part : { offset: from, length: to - from };
    const raw = part ? part.raw : span.parts.map((each) => each.raw).join("");
    const field = part?.path && this.#fields.get(part.path.replaceAll(/\[\d+\]/g, "[]"));
    const single = parts.length === 1 && part.path;
    const texts = single
      ? [`${part.path}: ${describe.valueText(part)}`]
      : describe.partsText(parts, span);
    const pieces = [
      make("b", {}, describe.placeText(place)),
      raw && make("code", {}, single ? ariseText(part, field) : spaced(raw.slice(0, 32))),
      ...texts.map((text) => make("span", {}, text)),
      span.kind !== "channel" && make("span", {}, span.reason),
      part?.source && make("span", { class: "faint" }, part.source),
    ];
    return pieces.filter(Boolean);
  }
}

function othersButton(spans, bytes, onclick) {
  const { offset = 0, length = 0 } = spans.at(-1) ?? {};
  const left = grouped(bytes.length - offset - length);
  return make(
    "button",
    { type: "button", class: "quiet", onclick },
    `Show the other ${left} bytes`,
  );
}
