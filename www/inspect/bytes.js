// A payload's bytes as cells, in groups of a channel.
import { breakable, make, roving } from "../dom.js";
import { hexByte } from "../payload/write.js";
import * as describe from "./describe.js";
import { isHeader } from "./tree.js";

/** From so many bytes on, a channel takes a line of its own, and its cells less room. */
const LONG = 72;

/** A byte's parts, in one pass for all bytes. */
function partsByByte(spans, length) {
  const all = Array.from({ length }, () => ({ span: undefined, parts: [] }));
  for (const span of spans) {
    for (let at = span.offset; at < span.offset + span.length; at += 1) all[at].span = span;
    for (const part of span.parts) {
      for (let at = part.offset; at < part.offset + part.length; at += 1) all[at]?.parts.push(part);
    }
  }
  return all;
}

export class Bytes {
  element = make("div", { class: "cells", role: "toolbar" });
  /** The cell of each byte that is shown. */
  #cells = [];
  #byByte = [];
  #lit = [];

  /** `light` is called with what a byte lights up, or nothing. `focused` likewise, by keyboard. */
  constructor(label, { light, focused }) {
    this.element.setAttribute("aria-label", label);
    roving(this.element, ".cell", (key, at, all) => this.#step(key, at, all));
    const litOf = ({ target }) => this.#litOf(target.closest?.(".cell"));
    this.element.addEventListener("pointerover", (event) => light(litOf(event)));
    this.element.addEventListener("pointerleave", () => light(undefined));
    this.element.addEventListener("focusin", (event) => focused(litOf(event)));
    this.element.addEventListener("focusout", () => focused(undefined));
  }

  #litOf(cell) {
    const at = cell ? Number(cell.dataset.at) : undefined;
    if (at === undefined) return undefined;
    const { span, parts } = this.#byByte[at];
    return { span, parts, from: at, to: at + 1 };
  }

  /** Shows the spans; `colours` has the number of each channel's colour, `more` what follows. */
  show(spans, bytes, colours, more) {
    const { offset = 0, length = 0 } = spans.at(-1) ?? {};
    this.#byByte = partsByByte(spans, offset + length);
    this.#cells = [];
    this.#lit = [];
    this.element.classList.toggle("long", bytes.length > LONG);
    this.element.replaceChildren(
      ...spans.map((span) => this.#group(span, bytes, colours.get(describe.header(span)))),
      ...more,
    );
    if (this.#cells[0]) this.#cells[0].tabIndex = 0;
    this.element.scrollTop = 0;
  }

  #group(span, bytes, colour) {
    const cells = [];
    for (let at = span.offset; at < span.offset + span.length; at += 1) {
      const { parts } = this.#byByte[at];
      const cell = document.createElement("button");
      const digits = hexByte(bytes[at]);
      cell.type = "button";
      cell.tabIndex = -1;
      cell.className = parts.some(isHeader) ? "cell header" : "cell";
      cell.dataset.at = at;
      cell.setAttribute(
        "aria-label",
        `${digits}, byte ${at}: ${describe.partsText(parts, span).join("; ")}`,
      );
      cell.textContent = digits;
      this.#cells[at] = cell;
      cells.push(cell);
    }
    const title = describe.header(span);
    const caption = describe.caption(span);
    return make(
      "div",
      {
        class: `span ${span.kind}`,
        "data-colour": String(colour),
        role: "group",
        "aria-label": span.name ? caption : `Channel ${title}: ${caption}`,
      },
      make("div", { class: "offset", "aria-hidden": "true" }, String(span.offset)),
      make("div", { class: "run" }, cells),
      make("div", { class: "caption", "aria-hidden": "true" }, breakable(caption)),
    );
  }

  /** Moves the focus to a byte. */
  focus(at) {
    this.#cells[at]?.focus();
  }

  /** Lights the bytes of parts, or a stretch of them, and brings the first into view if asked to. */
  light(lit, intoView) {
    for (const cell of this.#lit) cell.classList.remove("lit");
    this.#lit = [];
    if (!lit) return;
    const add = (from, to) => {
      for (let at = from; at < to; at += 1) {
        const cell = this.#cells[at];
        if (!cell) continue;
        cell.classList.add("lit");
        this.#lit.push(cell);
      }
    };
    for (const { offset, length } of lit.parts) add(offset, offset + length);
    add(lit.from, lit.to);
    if (intoView && this.#lit[0]) within(this.element, this.#lit[0]);
  }

  #step(key, at, all) {
    if (key === "ArrowLeft") return at - 1;
    if (key === "ArrowRight") return at + 1;
    // From channel to channel.
    const group = all[at].parentElement;
    if (key === "ArrowDown") {
      const next = all.findIndex((cell, index) => index > at && cell.parentElement !== group);
      return next < 0 ? at : next;
    }
    if (key === "ArrowUp") {
      const start = all.findIndex((cell) => cell.parentElement === group);
      if (start <= 0) return 0;
      return all.findIndex((cell) => cell.parentElement === all[start - 1].parentElement);
    }
    return undefined;
  }
}

/** Scrolls a frame, and the frame alone, so that an element in it is seen. */
function within(frame, element) {
  const [outer, inner] = [frame.getBoundingClientRect(), element.getBoundingClientRect()];
  if (inner.top < outer.top) frame.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) frame.scrollTop += inner.bottom - outer.bottom;
}
