// A payload's fields as a table: groups that repeat are closed, and each row opens to how its value arises.
import { breakable, make, newId, roving } from "../dom.js";
import { grouped } from "../number.js";
import { sentence } from "../payload/text.js";
import { isPointInTime, local, utc } from "../payload/times.js";
import { spaced } from "../payload/write.js";
import { stepsOf } from "./arise.js";
import * as describe from "./describe.js";
import * as tree from "./tree.js";

/** So many rows of a group's table are shown at once. */
const ROWS = 100;

/** A payload of so few nodes shows its groups open: there is room. */
const FEW = 2;

/** Where a row has no room to open, how its value arises is a sheet. As in the stylesheet. */
const narrow = matchMedia("(max-width: 48rem)");

/** A list's short form in the field list: "history[]" for "history[3]". */
const plain = (path) => path.replaceAll(/\[\d+\]/g, "[]");

export class Fields {
  #body = make("tbody");
  /** Rows with what they light up, by the id of the row. */
  #lits = new Map();
  #lit = [];
  #fields = new Map();
  #colours = new Map();
  #draw = () => {};
  #toByte;
  #openSheet;
  /** The groups and fields that were opened or closed by hand, by name: they stay so as one types. */
  #opened = new Map();

  /**
   * `light` and `focused` are called with what a row lights up, `toByte` with a byte to go to, and
   * `openSheet` with what opened it, a title, its content and what it lights up.
   */
  constructor(label, { light, focused, toByte, openSheet }) {
    this.#toByte = toByte;
    this.#openSheet = openSheet;
    const heads = ["Field", "Value", "Bytes"].map((head) => make("th", { scope: "col" }, head));
    this.element = make(
      "table",
      { class: "fields" },
      make("caption", { class: "unseen" }, `${label}: fields`),
      make("thead", {}, make("tr", {}, heads)),
      this.#body,
    );
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    roving(this.#body, ".field", (key, at) => (steps[key] ? at + steps[key] : undefined));
    const litOf = ({ target }) => this.#lits.get(target.closest?.("[data-lit]")?.dataset.lit);
    this.#body.addEventListener("pointerover", (event) => light(litOf(event)));
    this.#body.addEventListener("pointerleave", () => light(undefined));
    this.#body.addEventListener("focusin", (event) => focused(litOf(event)));
    this.#body.addEventListener("focusout", () => focused(undefined));
    narrow.addEventListener("change", () => this.#draw());
  }

  /** Shows the spans. `fields` are the model's, by path; `colours` has each channel's colour, `more` what follows. */
  show(spans, fields, colours, more) {
    this.#fields = fields;
    this.#colours = colours;
    this.#draw = () => this.#drawAll(spans, more);
    this.#draw();
  }

  #drawAll(spans, more) {
    this.#lits = new Map();
    this.#lit = [];
    const nodes = tree.treeOf(spans);
    const few = nodes.length <= FEW;
    const rows = nodes.flatMap((node) => this.#rowsOf(node, few));
    const last = more.map((each) => make("tr", {}, make("td", { colspan: "3" }, each)));
    this.#body.replaceChildren(...rows, ...last);
    const first = this.#body.querySelector(".field");
    if (first) first.tabIndex = 0;
    this.element.hidden = nodes.length === 0;
  }

  #rowsOf(node, few) {
    if (node.kind === "field") return this.#fieldRows(node);
    if (node.kind === "problem") return [this.#problemRow(node.span)];
    if (node.kind === "object") return this.#objectRows(node);
    return this.#tableRows(node, few);
  }

  #mark(element, parts, from, to) {
    const id = newId("lit");
    element.dataset.lit = id;
    const [{ span }] = parts;
    const own = parts.flatMap(({ part }) => (part ? [part] : []));
    const at = own[0];
    this.#lits.set(id, {
      span,
      parts: own,
      from: from ?? at.offset,
      to: to ?? at.offset + at.length,
      row: element,
    });
  }

  /** A row with a button that opens what follows it, or on a phone the sheet that `sheet` opens. */
  #row({ name, key, kind, span, value, raw, open, opens, sheet, note }) {
    const id = newId("field");
    const inSheet = sheet && narrow.matches;
    const own = !inSheet && (this.#opened.get(key) ?? open ?? false);
    let more;
    const button = make(
      "button",
      {
        type: "button",
        tabindex: "-1",
        class: "field",
        "aria-describedby": id,
        "aria-expanded": opens && !inSheet ? String(own) : undefined,
        "aria-haspopup": inSheet ? "dialog" : undefined,
      },
      breakable(name),
    );
    const row = make(
      "tr",
      { class: kind, "data-colour": String(this.#colours.get(describe.header(span))) },
      make("th", { scope: "row" }, button),
      make("td", { id, colspan: raw === undefined ? "2" : undefined }, value),
      raw !== undefined &&
        make("td", { class: "bytes-of" }, make("span", { class: "raw" }, raw), note),
    );
    if (!opens) return { row, rows: [row], button };
    const toggle = (opened) => {
      button.setAttribute("aria-expanded", String(opened));
      if (opened && !more) {
        more = opens();
        row.after(...more);
      }
      for (const each of more ?? []) each.hidden = !opened;
    };
    // Anywhere on the row, but for what is selected in it.
    row.addEventListener("click", () => {
      if (String(getSelection()) !== "") return;
      if (inSheet) {
        sheet(button);
        return;
      }
      const opened = button.getAttribute("aria-expanded") !== "true";
      this.#opened.set(key, opened);
      toggle(opened);
    });
    if (own) more = opens();
    return { row, rows: [row, ...(more ?? [])], button };
  }

  #fieldRows({ span, part }, inside = "") {
    const field = this.#fields.get(plain(part.path));
    const bits = describe.bitsText(part);
    const { row, rows } = this.#row({
      name: inside ? part.path.slice(inside.length) : part.path,
      key: `field ${part.path}`,
      kind: inside ? `${span.kind} inside` : span.kind,
      span,
      value: valueCell(part, field),
      raw: spaced(part.raw),
      note: bits && make("span", { class: "place" }, bits),
      opens: () => [this.#arisingRow(span, part, field)],
      sheet: (button) => {
        const title = [breakable(part.path), " ", valueCell(part, field)].flat();
        this.#openSheet(button, title, this.#arising(part, field), this.#lits.get(row.dataset.lit));
      },
    });
    this.#mark(row, [{ span, part }]);
    return rows;
  }

  /** How a value arises, and what the model's list says about the field. */
  #arising(part, field) {
    const facts = stepsOf(part, field).map(({ name, text }) => [name, make("code", {}, text)]);
    const range = field?.range && rangeText(field);
    if (range) facts.push(["Range", range]);
    if (field?.labels) facts.push(["Values", field.labels.join(", ")]);
    facts.push(["Label", part.label]);
    if (field) facts.push(["About", aboutText(field, part)]);
    facts.push(["Source", part.source || "not in the guide"]);
    const go = make(
      "button",
      { type: "button", class: "quiet", onclick: () => this.#toByte(part.offset) },
      `Go to ${describe.placeText(part)}`,
    );
    const list = facts
      .filter(([, text]) => text)
      .flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]);
    return [make("dl", {}, list), part.length > 0 && go];
  }

  #arisingRow(span, part, field) {
    const row = make(
      "tr",
      { class: "arising", "data-colour": String(this.#colours.get(describe.header(span))) },
      make("td", { colspan: "3" }, this.#arising(part, field)),
    );
    this.#mark(row, [{ span, part }]);
    return row;
  }

  #objectRows({ name, nodes }) {
    const [{ span }] = nodes;
    const count = nodes.length === 1 ? "1 field" : `${nodes.length} fields`;
    const { row, rows } = this.#row({
      name,
      key: `group ${name}`,
      kind: "group",
      span,
      value: make("span", { class: "faint" }, count),
      open: true,
      opens: () => nodes.flatMap((node) => this.#fieldRows(node, `${name}.`)),
    });
    this.#markAll(row, nodes);
    return rows;
  }

  /** Lights all bytes of parts that need not follow each other. */
  #markAll(element, parts) {
    const [first] = parts;
    this.#mark(element, parts, first.part.offset, first.part.offset + first.part.length);
  }

  #tableRows(node, few) {
    const all = tree.partsOf(node);
    const summary =
      node.of === "family"
        ? `${node.rows.length} of them · ${tree.familySummary(tree.familyCells(node))}`
        : `${node.rows.length} ${node.rows.length === 1 ? "record" : "records"}`;
    const { row, rows } = this.#row({
      name:
        node.of === "family"
          ? `${node.name}_${node.rows[0].key} … ${node.name}_${node.rows.at(-1).key}`
          : node.name,
      key: `group ${node.name}`,
      kind: "group",
      span: all[0].span,
      value: make("span", { class: "value" }, summary),
      open: few && node.of === "list" && node.rows.length <= ROWS,
      opens: () => [this.#members(node)],
    });
    this.#markAll(row, all);
    return rows;
  }

  /** A group as a table of its own. */
  #members(node) {
    const unit = (column) => {
      const cell = node.rows.find(({ cells }) => cells.has(column))?.cells.get(column);
      const part = cell?.[0].part;
      const field = part && this.#fields.get(plain(part.path));
      return node.folded?.has(column) || isPointInTime(field) ? undefined : part?.unit;
    };
    const heads = node.columns.map((column) =>
      make("th", { scope: "col" }, breakable(column), unit(column) && ` (${unit(column)})`),
    );
    const body = make("tbody");
    const fill = (from, to) => {
      for (const row of node.rows.slice(from, to)) body.append(this.#member(node, row));
    };
    fill(0, ROWS);
    const left = node.rows.length - ROWS;
    const all = make(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () => {
          fill(ROWS);
          all.remove();
        },
      },
      `Show the other ${grouped(left)}`,
    );
    const frame = make(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": `${node.name}, all` },
      make(
        "table",
        { class: "members-table" },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "#"), heads)),
        body,
      ),
      left > 0 && all,
    );
    return make("tr", { class: "arising" }, make("td", { colspan: "3" }, frame));
  }

  #member(node, { key, cells }) {
    const shown = node.columns.map((column) => {
      const cell = cells.get(column);
      if (!cell) return make("td", { class: "faint" }, "–");
      const td = make("td", {}, this.#cellText(node, column, cell));
      this.#markAll(td, cell);
      return td;
    });
    const row = make("tr", {}, make("th", { scope: "row" }, String(key)), shown);
    this.#markAll(row, [...cells.values()].flat());
    return row;
  }

  #cellText(node, column, cell) {
    if (node.folded?.has(column)) return tree.familySummary(tree.foldedCells(cell));
    const { part } = cell.at(-1);
    const time = timeOf(part, this.#fields.get(plain(part.path)));
    return time === undefined ? String(part.value) : utc(time);
  }

  #problemRow(span) {
    const raw = span.parts.map((part) => part.raw).join("");
    const { row } = this.#row({
      name: describe.caption(span),
      key: "",
      kind: `${span.kind} problem`,
      span,
      value: [
        make("span", { class: "reason" }, span.reason),
        make("span", { class: "place" }, `${describe.placeText(span)}: ${spaced(raw)}`),
      ],
    });
    this.#mark(row, [{ span }], span.offset, span.offset + span.length);
    return row;
  }

  /** Lights the rows of parts, and brings the first into view if asked to. */
  light(lit, intoView) {
    for (const row of this.#lit) row.classList.remove("lit");
    this.#lit = [];
    if (!lit) return;
    for (const own of this.#lits.values()) {
      if (!own.row.isConnected || own.row.hidden) continue;
      const same =
        own.parts.length > 0
          ? own.parts.some((part) => lit.parts.includes(part))
          : own.from < lit.to && lit.from < own.to;
      if (!same) continue;
      // Of a group's members that are seen, the one that was meant; else the group.
      own.row.classList.add("lit");
      this.#lit.push(own.row);
    }
    const row = this.#lit.find((each) => each.classList.contains("lit"));
    if (intoView && row) row.scrollIntoView({ block: "nearest" });
  }
}

const timeOf = (part, field) =>
  isPointInTime(field) && typeof part.value === "number" ? part.value * 1000 : undefined;

function valueCell(part, field) {
  const value = [make("span", { class: "value" }, String(part.value))];
  if (part.unit) value.push(make("span", { class: "unit" }, ` ${part.unit}`));
  const time = timeOf(part, field);
  if (time !== undefined) {
    for (const text of [utc(time), local(time)]) value.push(make("span", { class: "time" }, text));
  }
  return value;
}

const rangeText = ({ range: [low, high], unit, step }) =>
  [`${low} to ${high}${unit ? ` ${unit}` : ""}`, step && step !== 1 && `in steps of ${step}`]
    .filter(Boolean)
    .join(", ");

/** The description without its label, its unit and its source, which are shown by themselves. */
function aboutText({ description, unit, source }, { label }) {
  const without = (text, end) => (text.endsWith(end) ? text.slice(0, -end.length) : text);
  const text = without(description, ` Source: ${source}.`);
  const head = unit ? `${label}, ${unit}` : label;
  return text.startsWith(head) ? sentence(text.slice(head.length + 1).trim()) : text;
}
