// The table of payloads and records: sorted, filtered, a page at a time.
import { fromHex } from "milesight-codec";
import { showProblems } from "../decode/result.js";
import { byId, make, settled } from "../dom.js";
import { shortName } from "../models.js";
import { counted, grouped } from "../number.js";

/** So many rows are shown at a time. */
const ROWS = 25;

/** So many fields of a row are shown. */
const FIELDS = 8;

/** The columns that sort, and those that do not. */
const heads = [
  ["line", "Line"],
  ["time", "Time"],
  ["device", "Device"],
  ["", "Payload"],
  ["", "Decoded"],
];

export class Table {
  #ask;
  #inspect;
  #place = 0;
  #sort = "line";
  #descending = false;
  #buttons = [];
  /** How often something was asked for: an answer may come too late. */
  #newest = 0;

  /** `ask` asks for a page, `inspect` shows one payload, `shown` runs a task that may fail. */
  constructor({ ask, inspect, shown }) {
    this.#ask = ask;
    this.#inspect = inspect;
    const show = () => shown(() => this.show());
    const again = () => {
      this.#place = 0;
      show();
    };
    byId("many-head").append(...heads.map((head) => this.#head(head, again)));
    byId("many-only").addEventListener("change", again);
    byId("many-find").addEventListener("input", settled(again, 200));
    byId("many-jump").addEventListener("change", ({ target }) => {
      if (target.value !== "") shown(() => this.show({ line: Number(target.value) }));
    });
    byId("many-back").addEventListener("click", () => {
      this.#place -= ROWS;
      show();
    });
    byId("many-forth").addEventListener("click", () => {
      this.#place += ROWS;
      show();
    });
  }

  #head([key, text], again) {
    if (key === "") return make("th", { scope: "col" }, text);
    const head = make("th", { scope: "col", "aria-sort": "none" });
    const button = make("button", { type: "button", class: "sort" }, text);
    button.addEventListener("click", () => {
      this.#descending = this.#sort === key && !this.#descending;
      this.#sort = key;
      this.#markSort();
      again();
    });
    head.append(button);
    this.#buttons.push({ key, head });
    return head;
  }

  #markSort() {
    for (const { key, head } of this.#buttons) {
      const own = this.#sort === key;
      head.setAttribute(
        "aria-sort",
        own ? (this.#descending ? "descending" : "ascending") : "none",
      );
    }
  }

  /** Begins anew, for another file. */
  reset() {
    this.#place = 0;
    this.#sort = "line";
    this.#descending = false;
    this.#markSort();
    for (const id of ["many-find", "many-jump"]) byId(id).value = "";
    byId("many-only").checked = false;
  }

  /** Shows the rows; from the beginning of what is asked for with `first`, at a line with `line`. */
  async show({ first = false, line } = {}) {
    if (first) this.#place = 0;
    this.#newest += 1;
    const mine = this.#newest;
    const { rows, total, from, clock } = await this.#ask({
      from: this.#place,
      line,
      count: ROWS,
      problemsOnly: byId("many-only").checked,
      find: byId("many-find").value,
      sort: this.#sort,
      descending: this.#descending,
    });
    if (mine !== this.#newest) return;
    this.#place = from;
    byId("many-rows").replaceChildren(...rows.map((row) => this.#row(row, clock)));
    const last = Math.min(from + ROWS, total);
    byId("many-where").textContent =
      total === 0
        ? "No rows"
        : `Rows ${grouped(from + 1)} to ${grouped(last)} of ${grouped(total)}`;
    byId("many-back").disabled = from === 0;
    byId("many-forth").disabled = last >= total;
    if (line === undefined) return;
    const at = rows.findIndex((row) => row.line >= line);
    byId("many-rows").children[Math.max(at, 0)]?.querySelector("button")?.focus();
  }

  #row({ line, record, time, device = "", model, hex, data, warnings = [], errors = [] }, clock) {
    const values = Object.entries(data).map(([name, value]) => {
      const shown = Array.isArray(value)
        ? counted(value.length, "entry", "entries")
        : textOf(value);
      return make("span", { class: "pair" }, make("span", { class: "key" }, `${name} `), shown);
    });
    const left = values.length - FIELDS;
    const more = left > 0 && make("span", { class: "key" }, `and ${left} more`);
    const problems = make("ul", { class: "problems" });
    showProblems(problems, { warnings, errors });
    const short = hex.length > 24 ? `${hex.slice(0, 22)}…` : hex;
    const open = () => this.#inspect({ model, bytes: [...fromHex(hex)] });
    const payload = hex
      ? make(
          "button",
          {
            type: "button",
            class: "quiet hex-button",
            "aria-label": `${short}: decode line ${line} by itself`,
            onclick: open,
          },
          short,
        )
      : make("span", { class: "key" }, record ? "record of history" : "no payload");
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, String(line)),
      make("td", { class: "when" }, time === undefined ? "–" : clock.text(time)),
      make("td", {}, [device, model && shortName(model)].filter(Boolean).join(", ") || "–"),
      make("td", { class: "what" }, payload),
      make("td", { class: "pairs" }, make("div", {}, values.slice(0, FIELDS), more), problems),
    );
  }
}

const textOf = (value) => {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name} ${textOf(each)}`)
    .join(", ");
};
