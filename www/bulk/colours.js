// The stylesheet's colours, for the canvas and for states.
import { make } from "../dom.js";

/** So many colours take turns; the stylesheet has them. */
export const COLOURS = 8;

/** A colour as the canvas takes it: the one of light and dark that holds, of a numbered family if given. */
export function colourOf(value, number) {
  const probe = make("span", {
    "data-colour": number === undefined ? undefined : String(number % COLOURS),
  });
  probe.style.color = value;
  // Lines must be told apart, and be those of the legend, where the reader has colours of their own.
  if (number !== undefined) probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** A state has one colour in all lanes: the place at which it was first seen. */
export class StateColours {
  #places = new Map();

  of(label) {
    if (!this.#places.has(label)) this.#places.set(label, this.#places.size);
    return this.#places.get(label);
  }
}

/** A legend's entry. */
export const legendItem = (number, text) =>
  make(
    "li",
    { "data-colour": String(number % COLOURS), class: number >= COLOURS ? "second" : undefined },
    make("span", { class: "swatch", "aria-hidden": "true" }),
    text,
  );
