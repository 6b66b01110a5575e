// A field that picks one of many: typing finds, families keep together.
import { make, newId } from "./dom.js";

/**
 * A picker of `{ value, name, family? }`. It behaves as a select does: it has a `value`, and tells a
 * change with the event "input". `none` is the name of the value "".
 */
export class Picker extends EventTarget {
  #all;
  #value = "";
  #shown = [];
  #at = -1;
  #typed = false;

  constructor(place, { id, options, none }) {
    super();
    this.#all = none === undefined ? options : [{ value: "", name: none }, ...options];
    this.list = make("ul", {
      role: "listbox",
      id: newId("options"),
      hidden: true,
      "aria-label": "Models",
    });
    this.input = make("input", {
      id,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      oninput: () => {
        this.#typed = true;
        this.#open(this.input.value);
      },
      onkeydown: (event) => this.#key(event),
      onfocus: () => this.input.select(),
      onclick: () => this.#open(""),
      onblur: () => {
        if (this.#typed) this.#pick(this.#shown[this.#at]);
        this.#close();
      },
    });
    // Before the field loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#pick(this.#shown[Number(option.dataset.at)]);
      if (option) this.#close();
    });
    place.append(this.input, this.list);
    this.value = this.#all[0].value;
  }

  get value() {
    return this.#value;
  }

  set value(value) {
    const found = this.#all.find((each) => each.value === value) ?? this.#all[0];
    this.#value = found.value;
    this.input.value = found.name;
    this.input.dataset.value = found.value;
  }

  focus() {
    this.input.focus();
  }

  #open(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ value, name }) =>
      words.every((word) => `${value} ${name}`.toLowerCase().includes(word));
    this.#shown = this.#all.filter(fits);
    const own = this.#shown.findIndex(({ value }) => value === this.#value);
    this.#at = this.#typed ? (this.#shown.length > 0 ? 0 : -1) : own;
    const families = grouped(this.#shown);
    const option = (each) =>
      make(
        "li",
        {
          role: "option",
          id: `${this.list.id}-${this.#shown.indexOf(each)}`,
          "data-at": this.#shown.indexOf(each),
        },
        each.name,
      );
    const items = [...families].flatMap(([family, members]) =>
      family === ""
        ? members.map(option)
        : [
            make(
              "li",
              { role: "presentation" },
              make(
                "ul",
                { role: "group", "aria-label": family },
                make("li", { class: "family", role: "presentation" }, family),
                members.map(option),
              ),
            ),
          ],
    );
    if (items.length === 0)
      items.push(make("li", { class: "family", role: "presentation" }, "No model fits."));
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  #mark() {
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const own = Number(option.dataset.at) === this.#at;
      option.setAttribute("aria-selected", String(own));
      if (own) option.scrollIntoView({ block: "nearest" });
    }
    if (this.#at >= 0)
      this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.list.hidden = true;
    this.#typed = false;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.value = this.#value;
  }

  #pick(option) {
    if (!option) return;
    const changed = option.value !== this.#value;
    this.value = option.value;
    if (changed) this.dispatchEvent(new Event("input"));
  }

  #key(event) {
    const open = !this.list.hidden;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key]) {
      event.preventDefault();
      if (!open) this.#open("");
      else {
        const count = this.#shown.length;
        this.#at = (this.#at + steps[event.key] + count) % Math.max(count, 1);
        this.#mark();
      }
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      this.#pick(this.#shown[this.#at]);
      this.#close();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.#close();
    }
  }
}

function grouped(options) {
  const families = new Map();
  for (const option of options) {
    const { family = "" } = option;
    families.set(family, [...(families.get(family) ?? []), option]);
  }
  return families;
}
