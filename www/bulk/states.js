// The strips of states: which fields are shown, and the one legend of all lanes.
import { byId, make } from "../dom.js";
import { legendItem, StateColours } from "./colours.js";
import { several } from "./series.js";
import { lane } from "./strip.js";

/** So many lanes are shown unasked: the states that change come first, and constant ones only for want of them. */
const LANES = 6;

export class States {
  #colours = new StateColours();
  #chosen = new Set();
  #changed;

  /** `changed` is called when other fields are chosen. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Takes the states of a file or a device: those that change first. */
  reset(states) {
    const changing = states.filter(({ varies }) => varies);
    const shown = (changing.length > 0 ? changing : states).slice(0, LANES);
    this.#colours = new StateColours();
    for (const { labels } of [...changing, ...states]) {
      for (const [label] of labels) this.#colours.of(label);
    }
    this.#chosen = new Set(shown.map(({ path }) => path));
    byId("many-states-card").hidden = states.length === 0;
    const more = byId("many-states-more");
    more.hidden = states.length < 2;
    more.firstElementChild.textContent = `Choose fields: ${shown.length} of ${states.length} shown`;
    const boxes = states.map(({ path, varies }) => {
      const box = make("input", {
        type: "checkbox",
        checked: this.#chosen.has(path),
        onchange: () => {
          if (box.checked) this.#chosen.add(path);
          else this.#chosen.delete(path);
          more.firstElementChild.textContent = `Choose fields: ${this.#chosen.size} of ${states.length} shown`;
          this.#changed();
        },
      });
      return make(
        "label",
        { class: "check" },
        box,
        make("code", {}, path),
        !varies && make("span", { class: "faint" }, "does not change"),
      );
    });
    byId("many-states-choice").replaceChildren(...boxes);
  }

  /** The paths of the fields that are shown. */
  get paths() {
    return [...this.#chosen];
  }

  /** Draws what the store's `lanes` gave. */
  show(lanes) {
    byId("many-states").replaceChildren(...lanes.map((each) => lane(each, this.#colours)));
    const seen = new Set();
    let mixed = false;
    for (const { strips } of lanes) {
      for (const { stretch } of strips) {
        for (const state of new Set(stretch)) {
          if (state === several) mixed = true;
          else if (state !== null) seen.add(state);
        }
      }
    }
    const items = [...seen]
      .map((label) => [this.#colours.of(label), label])
      .sort(([one], [other]) => one - other)
      .map(([number, label]) => legendItem(number, label));
    if (mixed) {
      const swatch = make("span", { class: "swatch several", "aria-hidden": "true" });
      items.push(make("li", {}, swatch, "several at this width"));
    }
    byId("many-states-legend").replaceChildren(...items);
  }
}
