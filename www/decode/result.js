// A decoded payload as programs get it: JSON, normalized, in a server's event, and the bytes in other forms.
import { copyButton } from "../copy.js";
import { make, newId } from "../dom.js";
import { grouped } from "../number.js";
import { base64, cArray, hex, jsonArray } from "../payload/write.js";

/** A longer text is shown in part: laying it out would stop the page. It is copied as a whole. */
const SHOWN = 24_000;

const pretty = (value) => JSON.stringify(value, null, 2);

/** The forms: `{ id, name, label, text(result) }`; a form without a text says why. */
const forms = [
  { id: "json", name: "JSON", label: "decoded JSON", text: ({ result }) => pretty(result) },
  {
    id: "normalized",
    name: "Normalized",
    label: "normalized JSON",
    text: ({ normalized }) => (normalized.length > 0 ? pretty(normalized) : undefined),
    none: "Nothing in this payload has a place in The Things Stack's normalized form.",
  },
  {
    id: "event",
    name: "Server event",
    label: "server event",
    text: ({ result, normalized, bytes, fPort }) =>
      pretty({
        uplink_message: {
          f_port: fPort ?? 85,
          frm_payload: base64(bytes),
          decoded_payload: result.data,
          ...(result.warnings && { decoded_payload_warnings: result.warnings }),
          ...(normalized.length > 0 && { normalized_payload: normalized }),
        },
      }),
  },
  {
    id: "bytes",
    name: "Bytes",
    label: "bytes in other forms",
    text: ({ bytes }) => [hex(bytes), base64(bytes), cArray(bytes), jsonArray(bytes)].join("\n\n"),
  },
];

export class Result {
  #form = forms[0];
  #shown;
  #texts = new Map();
  #pre = make("pre", { tabindex: "0", role: "region" });
  #none = make("p", { class: "hint" });
  #choices;

  constructor(place) {
    this.#choices = forms.map((form) =>
      make(
        "button",
        {
          type: "button",
          "aria-pressed": "false",
          onclick: () => this.#choose(form),
          id: newId("form"),
        },
        form.name,
      ),
    );
    const copy = copyButton("", () => this.#text());
    this.copy = copy;
    place.append(
      make(
        "div",
        { class: "head" },
        make("h3", { id: "decode-json-title" }, "Result"),
        make(
          "div",
          { class: "segments", role: "group", "aria-label": "Form of the result" },
          this.#choices,
        ),
        copy,
      ),
      this.#pre,
      this.#none,
    );
    this.#name();
  }

  /** Shows `{ result, normalized, bytes, fPort }`. */
  show(shown) {
    this.#shown = shown;
    this.#texts = new Map();
    this.#render();
  }

  #choose(form) {
    this.#form = form;
    this.#name();
    if (this.#shown) this.#render();
  }

  #name() {
    const { label } = this.#form;
    this.#pre.setAttribute("aria-label", label);
    this.copy.setAttribute("aria-label", `Copy ${label}`);
    this.copy.dataset.what = label;
    for (const [index, button] of this.#choices.entries()) {
      button.setAttribute("aria-pressed", String(forms[index] === this.#form));
    }
  }

  #text() {
    if (!this.#texts.has(this.#form)) this.#texts.set(this.#form, this.#form.text(this.#shown));
    return this.#texts.get(this.#form);
  }

  #render() {
    const text = this.#text();
    this.#pre.hidden = text === undefined;
    this.copy.hidden = text === undefined;
    this.#pre.textContent = text?.slice(0, SHOWN) ?? "";
    this.#none.textContent =
      text === undefined
        ? this.#form.none
        : text.length > SHOWN
          ? `The first ${grouped(SHOWN)} of ${grouped(text.length)} characters; Copy copies all.`
          : "";
  }
}

/** Errors and warnings as a list; hidden where there are none. */
export function showProblems(list, { errors = [], warnings = [] }) {
  const item = (kind) => (text) =>
    make("li", { class: kind.toLowerCase() }, make("strong", {}, `${kind}: `), text);
  const all = [...errors.map(item("Error")), ...warnings.map(item("Warning"))];
  const most = 20;
  list.replaceChildren(...all.slice(0, most));
  if (all.length > most) list.append(make("li", {}, `and ${all.length - most} more`));
  list.hidden = list.childElementCount === 0;
}
