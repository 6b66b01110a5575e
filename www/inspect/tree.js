// The parts of an explanation as rows: fields, and groups of those that repeat.
//
// A node is one of
// - `{ kind: "field", span, part }`,
// - `{ kind: "problem", span }`,
// - `{ kind: "object", name, nodes }`, members of one object,
// - `{ kind: "table", name, of, columns, rows }`, where a row is `{ key, cells }` and a cell a list of
//   `{ span, part }`; `of` is "list" for the entries of a list, "family" for numbered fields.

/** So many numbered fields make a family. */
const FAMILY = 3;

/** A path's beginning, its index and what follows: "history[2].timestamp". */
const split = (path) => /^([^.[\]]+)(?:\[(\d+)\])?(?:\.(.+))?$/.exec(path)?.slice(1) ?? [path];

/** A numbered name: its prefix, its number and what follows: "region_3_enable". */
const numbered = (name) => /^(.+?)_(\d+)(?:_(.+))?$/.exec(name)?.slice(1);

/** The prefixes of numbered names that occur with enough numbers. */
function familiesIn(names) {
  const numbers = new Map();
  for (const name of names) {
    const [prefix, number] = numbered(name) ?? [];
    if (prefix === undefined) continue;
    if (!numbers.has(prefix)) numbers.set(prefix, new Set());
    numbers.get(prefix).add(number);
  }
  return new Set([...numbers].filter(([, all]) => all.size >= FAMILY).map(([prefix]) => prefix));
}

/** "region_1 … region_10" for names that are of one family; nothing for others. */
export function familyName(names) {
  const [prefix, ...more] = familiesIn(names);
  if (prefix === undefined || more.length > 0) return undefined;
  const numbers = names.map((name) => numbered(name)).filter((found) => found?.[0] === prefix);
  if (numbers.length < names.length) return undefined;
  const all = numbers.map(([, number]) => Number(number));
  return `${prefix}_${Math.min(...all)} … ${prefix}_${Math.max(...all)}`;
}

const isProblem = ({ kind }) => kind !== "channel";

/** The part's kind, if the core gives one, or what today's members say. */
export const isHeader = ({ kind, label, path }) =>
  kind ? kind === "header" : label === "header" && !path;

/** The nodes of an explanation, in the order of its bytes. */
export function treeOf(spans) {
  const parts = spans.flatMap((span) => span.parts.map((part) => ({ span, part })));
  const tops = parts.flatMap(({ part }) => {
    const [top, index, rest] = part.path ? split(part.path) : [];
    return top !== undefined && index === undefined && rest === undefined ? [top] : [];
  });
  const families = familiesIn(tops);
  const groups = new Map();
  const nodes = [];
  const group = (kind, name, more) => {
    const key = `${kind} ${name}`;
    if (!groups.has(key)) {
      const node = { kind, name, ...more };
      groups.set(key, node);
      nodes.push(node);
    }
    return groups.get(key);
  };
  for (const span of spans) {
    for (const part of span.parts) {
      if (!part.path) continue;
      const [top, index, rest] = split(part.path);
      const [prefix, number, suffix] = numbered(top) ?? [];
      const own = { span, part };
      if (index !== undefined) {
        addCell(group("table", top, table("list")), Number(index), rest ?? top, own);
      } else if (rest !== undefined) {
        group("object", top, { nodes: [] }).nodes.push({ kind: "field", ...own });
      } else if (families.has(prefix)) {
        addCell(group("table", prefix, table("family")), Number(number), suffix ?? prefix, own);
      } else {
        nodes.push({ kind: "field", ...own });
      }
    }
    // A reserved byte that is missing takes nothing away: the warning says so.
    if (isProblem(span)) nodes.push({ kind: "problem", span });
  }
  for (const node of nodes) if (node.kind === "table") foldFamilies(node);
  return nodes;
}

const table = (of) => ({ of, columns: [], rows: [], places: new Map() });

function addCell(node, key, column, own) {
  if (!node.places.has(key)) {
    node.places.set(key, node.rows.length);
    node.rows.push({ key, cells: new Map() });
  }
  const { cells } = node.rows[node.places.get(key)];
  if (!cells.has(column)) cells.set(column, []);
  cells.get(column).push(own);
  if (!node.columns.includes(column)) node.columns.push(column);
}

/** Numbered columns of a list's entries become one column each. */
function foldFamilies(node) {
  if (node.of !== "list") return;
  const families = familiesIn(node.columns);
  if (families.size === 0) return;
  const folded = (column) => {
    const [prefix] = numbered(column) ?? [];
    return families.has(prefix) ? prefix : column;
  };
  node.columns = [...new Set(node.columns.map(folded))];
  node.folded = families;
  for (const row of node.rows) {
    const cells = new Map();
    for (const [column, own] of row.cells) {
      const name = folded(column);
      cells.set(name, [...(cells.get(name) ?? []), ...own]);
    }
    row.cells = cells;
  }
}

/** All parts of a table's rows. */
export const partsOf = ({ rows }) => rows.flatMap(({ cells }) => [...cells.values()].flat());

/** The last value of a cell: a field that repeats has the last one's in the result, too. */
export const lastValue = (cell) => cell.at(-1).part.value;

/**
 * A family in a few words: the numbers with each value, but for the most common one.
 * "enable: 1, 2 · occupied: 2"
 */
export function familySummary(cells) {
  const columns = new Map();
  for (const { number, column, value } of cells) {
    if (!columns.has(column)) columns.set(column, new Map());
    const values = columns.get(column);
    if (!values.has(value)) values.set(value, []);
    values.get(value).push(number);
  }
  const texts = [];
  for (const values of columns.values()) {
    const [[common], ...others] = [...values].sort(
      ([, one], [, other]) => other.length - one.length,
    );
    if (others.length === 0) texts.push(`all ${common}`);
    for (const [value, numbers] of others) texts.push(`${value}: ${numbers.join(", ")}`);
  }
  return texts.join(" · ");
}

/** The cells of a family's table, or of a folded cell, as `familySummary` takes them. */
export function familyCells(node) {
  return node.rows.flatMap(({ key, cells }) =>
    [...cells].map(([column, cell]) => ({ number: key, column, value: lastValue(cell) })),
  );
}

export function foldedCells(cell) {
  return cell.flatMap(({ part }) => {
    const [, , rest] = split(part.path);
    const [prefix, number, suffix] = numbered(rest) ?? [];
    return number === undefined
      ? []
      : [{ number: Number(number), column: suffix ?? prefix, value: part.value }];
  });
}
