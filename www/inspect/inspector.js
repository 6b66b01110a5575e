// A payload's bytes as cells, and its fields as a table; each lights up in the other.
import { breakable, make, newId, roving } from "../dom.js";
import { isUnixTime, local, utc } from "../payload/times.js";
import { hexByte, spaced } from "../payload/write.js";
import * as describe from "./describe.js";

/** So many colours take turns; the stylesheet has them. */
const COLOURS = 8;

const SELECTED_NONE = "Point at a byte or a field, or move to one with Tab and the arrow keys.";

export class Inspector {
  #cells = make("div", { class: "cells", role: "toolbar" });
  #detail = make("p", { class: "detail" }, SELECTED_NONE);
  #body = make("tbody");
  #table;
  /** Parts with a row, each with what it lights up. */
  #rows = [];
  #buttons = [];
  /** What has the focus, and is lit again once the pointer leaves. */
  #focused;

  /** `label` names the bytes: "Bytes of the payload". */
  constructor(label) {
    this.#cells.setAttribute("aria-label", label);
    const heads = ["Field", "Value", "Bytes"].map((head) => make("th", { scope: "col" }, head));
    this.#table = make(
      "table",
      { class: "fields" },
      make("caption", { class: "unseen" }, `${label}: fields`),
      make("thead", {}, make("tr", {}, heads)),
      this.#body,
    );
    this.bytes = make("div", { class: "bytes" }, this.#cells, this.#detail);
    this.fields = make("div", { class: "table-frame" }, this.#table);
    roving(this.#cells, "button", (key, at, all) => this.#step(key, at, all));
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    roving(this.#body, "button", (key, at) => (steps[key] ? at + steps[key] : undefined));
    for (const place of [this.#cells, this.#body]) {
      place.addEventListener("focusout", () => this.#focus(undefined));
      place.addEventListener("pointerleave", () => this.#light(this.#focused));
    }
  }

  /** Shows what `explainUplink` or `explainDownlink` said. `fields` are the model's, by path. */
  show({ spans }, bytes, fields) {
    this.#rows = [];
    this.#buttons = [];
    this.#focused = undefined;
    this.#light(undefined);
    const colours = new Map();
    const groups = spans.map((span) => {
      const key = describe.header(span);
      if (!colours.has(key)) colours.set(key, colours.size % COLOURS);
      return this.#group(span, bytes, colours.get(key));
    });
    this.#cells.replaceChildren(...groups);
    if (this.#buttons.length > 0) this.#buttons[0].element.tabIndex = 0;
    const rows = spans.flatMap((span) =>
      this.#rowsOf(span, colours.get(describe.header(span)), fields),
    );
    this.#body.replaceChildren(...rows);
    const first = this.#body.querySelector("button");
    if (first) first.tabIndex = 0;
    this.bytes.hidden = spans.length === 0;
    this.fields.hidden = rows.length === 0;
  }

  /** The cells of one span. */
  #group(span, bytes, colour) {
    const cells = [];
    for (let at = span.offset; at < span.offset + span.length; at += 1) {
      const parts = span.parts.filter(({ offset, length }) => offset <= at && at < offset + length);
      const isHeader = parts.some(({ label, path }) => label === "header" && !path);
      const said =
        parts.length > 4
          ? [`${parts.length} fields, of single bits`]
          : parts.map((part) => describe.partText(part, span));
      const hex = hexByte(bytes[at]);
      const lit = { span, parts, from: at, to: at + 1 };
      const element = make(
        "button",
        {
          type: "button",
          tabindex: "-1",
          class: isHeader ? "cell header" : "cell",
          "aria-label": `${hex}, byte ${at}: ${said.join("; ")}`,
          onfocus: () => this.#focus(lit),
          onpointerenter: () => this.#light(lit),
        },
        hex,
      );
      this.#buttons.push({ element, at });
      cells.push(element);
    }
    const title = describe.header(span);
    return make(
      "div",
      {
        class: `span ${span.kind}`,
        "data-colour": String(colour),
        role: "group",
        "aria-label": `Channel ${title}: ${describe.caption(span)}`,
      },
      make("div", { class: "offset", "aria-hidden": "true" }, String(span.offset)),
      make("div", { class: "run" }, cells),
      make("div", { class: "caption", "aria-hidden": "true" }, breakable(describe.caption(span))),
    );
  }

  #rowsOf(span, colour, fields) {
    const rows = span.parts
      .filter(({ path }) => path)
      .map((part) =>
        this.#row(span, part, colour, fields.get(part.path.replaceAll(/\[\d+\]/g, "[]"))),
      );
    // A reserved byte that is missing takes nothing away: the warning says so.
    if (span.kind !== "channel") rows.push(this.#problemRow(span, colour));
    return rows;
  }

  #row(span, part, colour, field) {
    const bits = describe.bitsText(part);
    const place = [describe.placeText(part), bits].filter(Boolean).join(", ");
    const value = [make("span", { class: "value" }, String(part.value))];
    if (part.unit) value.push(make("span", { class: "unit" }, ` ${part.unit}`));
    if (isUnixTime(field) && typeof part.value === "number") {
      for (const text of [utc(part.value * 1000), local(part.value * 1000)]) {
        value.push(make("span", { class: "time" }, text));
      }
    }
    return this.#line(
      { span, parts: [part], from: part.offset, to: part.offset + part.length },
      {
        colour,
        kind: span.kind,
        name: part.path,
        about: [part.label, part.source || "not in the guide"],
      },
      value,
      [make("span", { class: "raw" }, spaced(part.raw)), make("span", { class: "place" }, place)],
    );
  }

  #problemRow(span, colour) {
    const raw = span.parts.map((part) => part.raw).join("");
    return this.#line(
      { span, parts: [], from: span.offset, to: span.offset + span.length },
      {
        colour,
        kind: `${span.kind} problem`,
        name: describe.caption(span),
        about: [`channel ${describe.header(span)}`],
      },
      [
        make("span", { class: "reason" }, span.reason),
        make("span", { class: "place" }, `${describe.placeText(span)}: ${spaced(raw)}`),
      ],
    );
  }

  #line(lit, { colour, kind, name, about }, value, raw) {
    const id = newId("field");
    const button = make(
      "button",
      {
        type: "button",
        tabindex: "-1",
        class: "field",
        "aria-describedby": id,
        onfocus: () => this.#focus(lit),
        onclick: () => this.#buttons.find(({ at }) => at === lit.from)?.element.focus(),
      },
      breakable(name),
    );
    const row = make(
      "tr",
      { class: kind, "data-colour": String(colour), onpointerenter: () => this.#light(lit) },
      make(
        "th",
        { scope: "row" },
        button,
        make("span", { class: "about" }, about.filter(Boolean).join(" · ")),
      ),
      // What was not understood takes the width of both.
      make("td", { id, colspan: raw ? undefined : "2" }, value),
      raw && make("td", { class: "bytes-of" }, raw),
    );
    this.#rows.push({ row, lit });
    return row;
  }

  #step(key, at, all) {
    if (key === "ArrowLeft") return at - 1;
    if (key === "ArrowRight") return at + 1;
    // From channel to channel.
    const groups = all.map((cell) => cell.closest(".span"));
    if (key === "ArrowDown") {
      const next = groups.findIndex((group, index) => index > at && group !== groups[at]);
      return next < 0 ? at : next;
    }
    if (key === "ArrowUp") {
      const start = groups.indexOf(groups[at]);
      return start > 0 ? groups.indexOf(groups[start - 1]) : 0;
    }
    return undefined;
  }

  #focus(lit) {
    this.#focused = lit;
    this.#light(lit);
  }

  /** Lights the bytes of a part and the rows of a byte; `undefined` puts all lights out. */
  #light(lit) {
    const within = (from, to) => lit && from < lit.to && lit.from < to;
    for (const { element, at } of this.#buttons) {
      const own = lit?.parts.some(
        ({ offset, length }) => within(at, at + 1) || (offset <= at && at < offset + length),
      );
      element.classList.toggle("lit", Boolean(own || within(at, at + 1)));
    }
    for (const { row, lit: of } of this.#rows) {
      const same = of.parts.length > 0 ? lit?.parts.includes(of.parts[0]) : within(of.from, of.to);
      row.classList.toggle("lit", Boolean(same));
    }
    this.#detail.replaceChildren(...(lit ? this.#told(lit) : [SELECTED_NONE]));
  }

  #told({ span, parts, from, to }) {
    const [part] = parts;
    const place = part ?? { offset: from, length: to - from };
    const raw = part ? part.raw : span.parts.map((each) => each.raw).join("");
    const texts =
      parts.length > 4
        ? [`${parts.length} fields, of single bits`]
        : parts.map((each) => describe.partText(each, span));
    const pieces = [
      make("b", {}, describe.placeText(place)),
      raw && make("code", {}, spaced(raw)),
      ...texts.map((text) => make("span", {}, text)),
      span.kind !== "channel" && make("span", {}, span.reason),
      part?.source && make("span", { class: "faint" }, part.source),
    ];
    return pieces.filter(Boolean);
  }
}
