// A form for a command, built from the model's own schema: nothing here knows a device.
//
// A control is `{ element, get, set, places }`: `get` gives the value, or nothing where it is not to be
// sent; `places(path)` lists where the problems of which path are told.
import { make, newId } from "../dom.js";
import { local, utc } from "../payload/times.js";
import { described, rangeText } from "./describe.js";

const isYes = (labels) => labels?.length === 2 && labels[0] === "no" && labels[1] === "yes";

/** The control of one member, with its name and what the schema says about it. */
export function control(name, schema, changed) {
  if (schema.type === "object") return group(name, schema, changed);
  if (schema.type === "array") return list(name, schema, changed);
  const input = inputOf(schema, changed);
  const { label, about, source } = described(schema, name);
  const ids = { hint: newId("hint"), problem: newId("problem"), input: newId("input") };
  const problem = make("p", { class: "problem", id: ids.problem });
  const hints = [input.range, about, source].filter(Boolean).join(" · ");
  const hint = make("p", { class: "hint", id: ids.hint }, hints);
  input.element.id = ids.input;
  input.element.setAttribute("aria-describedby", `${ids.hint} ${ids.problem}`);
  const head = make("label", { for: ids.input }, titled(label, name));
  const own = input.beside
    ? make("div", { class: "inputs" }, input.element, input.beside)
    : input.element;
  const parts = input.first ? [make("div", { class: "check" }, own, head)] : [head, own];
  const element = make("div", { class: "control", "data-name": name }, parts, hint, problem);
  return {
    element,
    text: `${name} ${label} ${about}`.toLowerCase(),
    get: input.get,
    set: input.set,
    places: (path) => [
      {
        path,
        tell(messages) {
          problem.textContent = messages.join(" ");
          input.element.setAttribute("aria-invalid", String(messages.length > 0));
        },
      },
    ],
    sends: () => input.get() !== undefined,
  };
}

/** A control's name for people, and the field's own. */
const titled = (label, name) => [
  make("span", { class: "label" }, label),
  " ",
  make("code", { class: "name" }, name),
];

function inputOf(schema, changed) {
  const labels = schema["x-labels"];
  if (isYes(labels)) return checkbox(changed);
  if (labels) return choice(schema, changed);
  if (schema.anyOf) return numberOrName(schema, changed);
  if (schema.type === "integer" || schema.type === "number") return number(schema, changed);
  return text(schema, changed);
}

function checkbox(changed) {
  const element = make("input", { type: "checkbox", onchange: changed });
  return {
    element,
    first: true,
    get: () => (element.checked ? "yes" : undefined),
    set: (value) => {
      element.checked = value === "yes" || value === 1 || value === true;
    },
  };
}

function choice({ "x-labels": labels, enum: allowed, default: usual }, changed) {
  const nothing = usual === undefined ? "Not sent" : `Not given (${usual})`;
  const element = make(
    "select",
    { onchange: changed },
    make("option", { value: "" }, nothing),
    labels.map((label) => make("option", { value: label }, label)),
  );
  return {
    element,
    get: () => element.value || undefined,
    set: (value) => {
      // A command may hold a label by its number, or as true and false.
      const place = typeof value === "number" ? value : { false: 0, true: 1 }[value];
      element.value = labels[place] ?? (allowed.includes(value) ? String(value) : "");
    },
  };
}

function number(schema, changed) {
  const { type, minimum, maximum, default: usual, "x-step": step = 1, "x-unit": unit } = schema;
  const element = make("input", {
    type: "number",
    min: minimum,
    max: maximum,
    step: type === "integer" ? 1 : step,
    placeholder: usual,
    inputmode: minimum < 0 ? undefined : "decimal",
    oninput: changed,
  });
  const input = {
    element,
    range: rangeText(schema),
    get: () => {
      if (element.validity.badInput) return Number.NaN;
      return element.value === "" ? undefined : Number(element.value);
    },
    set: (value) => {
      element.value = value ?? "";
    },
  };
  if (/Unix time/.test(schema.description)) return { ...input, ...point(element, input, changed) };
  if (unit) input.beside = make("span", { class: "unit" }, unit);
  return input;
}

/** A point in time has its date beside it, and may be picked. */
function point(element, { set }, changed) {
  const said = make("span", { class: "unit" });
  const picker = make("input", {
    type: "datetime-local",
    step: "1",
    "aria-label": "The same as local date and time",
    onchange: () => {
      if (picker.value === "") return;
      element.value = String(Math.floor(new Date(picker.value).getTime() / 1000));
      show();
      changed();
    },
  });
  function show() {
    const time = Number(element.value) * 1000;
    const told = element.value !== "" && time >= 0 && time < 8.64e15;
    said.textContent = told ? `${utc(time)}, ${local(time)}` : "";
  }
  element.addEventListener("input", show);
  return {
    beside: make("div", { class: "picker" }, picker, said),
    set: (value) => {
      set(value);
      show();
    },
  };
}

/** A number that also has names, which are offered while typing. */
function numberOrName(schema, changed) {
  const options = newId("names");
  const numeric = schema.anyOf.find(({ type }) => type === "integer") ?? {};
  const names = schema.anyOf
    .flatMap((each) => each.enum ?? [])
    .filter((name) => typeof name === "string");
  const element = make("input", {
    type: "text",
    list: options,
    spellcheck: "false",
    autocomplete: "off",
    oninput: changed,
  });
  const datalist = make(
    "datalist",
    { id: options },
    names.map((name) => make("option", { value: name })),
  );
  return {
    element,
    beside: datalist,
    range: `${rangeText(numeric)}, or a name: ${names.slice(0, 3).join(", ")}${names.length > 3 ? " …" : ""}`,
    get: () => {
      const given = element.value.trim();
      if (given === "") return undefined;
      return /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
    },
    set: (value) => {
      element.value = value ?? "";
    },
  };
}

function text({ pattern }, changed) {
  const digits = /\{(\d+)\}/.exec(pattern ?? "")?.[1];
  const element = make("input", {
    type: "text",
    class: "hex",
    maxlength: 200,
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    oninput: changed,
  });
  return {
    element,
    range: digits && `${digits} hex digits`,
    get: () => (element.value === "" ? undefined : element.value),
    set: (value) => {
      element.value = value ?? "";
    },
  };
}

/** Members of an object, shown once the object is to be sent. */
function group(name, schema, changed) {
  const { label, about, source } = described(schema, name);
  const members = membersOf(schema, changed);
  const body = make(
    "div",
    { class: "members", hidden: true },
    members.map(({ element }) => element),
  );
  const problem = make("p", { class: "problem", id: newId("problem") });
  const hint = make(
    "p",
    { class: "hint", id: newId("hint") },
    [about, source].filter(Boolean).join(" · "),
  );
  const check = make("input", {
    type: "checkbox",
    id: newId("input"),
    "aria-describedby": `${hint.id} ${problem.id}`,
    onchange: () => {
      body.hidden = !check.checked;
      changed();
    },
  });
  const head = make("label", { for: check.id }, titled(label, name));
  return {
    element: make(
      "div",
      { class: "control group", "data-name": name, role: "group", "aria-label": label },
      make("div", { class: "check" }, check, head),
      hint,
      body,
      problem,
    ),
    text: `${name} ${label} ${about}`.toLowerCase(),
    get: () => (check.checked ? commandOf(members) : undefined),
    set: (value) => {
      check.checked = typeof value === "object" && value !== null;
      body.hidden = !check.checked;
      fill(members, check.checked ? value : {});
    },
    places: (path) => [{ path, tell: telling(problem) }, ...placesOf(members, path)],
    sends: () => check.checked,
  };
}

/** Entries of a list, which are added and taken away. */
function list(name, schema, changed) {
  const { label, about, source } = described(schema, name);
  let entries = [];
  const body = make("div", { class: "entries" });
  const problem = make("p", { class: "problem" });
  const add = make(
    "button",
    {
      type: "button",
      onclick: () => {
        append({});
        changed();
        entries.at(-1).element.querySelector("input, select").focus();
      },
    },
    `Add an entry to ${name}`,
  );
  function append(value) {
    const members = membersOf(schema.items, changed);
    fill(members, value);
    const title = make("span", { class: "label" });
    const remove = make(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () => {
          entries = entries.filter((other) => other !== entry);
          render();
          changed();
          add.focus();
        },
      },
      "Remove",
    );
    const element = make(
      "div",
      { class: "entry", role: "group" },
      make("div", { class: "entry-head" }, title, remove),
      make(
        "div",
        { class: "members" },
        members.map((member) => member.element),
      ),
    );
    const entry = { members, element, title, remove };
    entries.push(entry);
    render();
  }
  function render() {
    entries.forEach(({ element, title, remove }, index) => {
      title.textContent = `Entry ${index + 1}`;
      element.setAttribute("aria-label", `${label}, entry ${index + 1}`);
      remove.setAttribute("aria-label", `Remove entry ${index + 1} of ${name}`);
    });
    body.replaceChildren(...entries.map(({ element }) => element));
    add.disabled = entries.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY);
  }
  return {
    element: make(
      "div",
      { class: "control group", "data-name": name, role: "group", "aria-label": label },
      make("p", { class: "list-head" }, titled(label, name)),
      make("p", { class: "hint" }, [about, source].filter(Boolean).join(" · ")),
      body,
      add,
      problem,
    ),
    text: `${name} ${label} ${about}`.toLowerCase(),
    get: () => (entries.length > 0 ? entries.map(({ members }) => commandOf(members)) : undefined),
    set: (value) => {
      entries = [];
      for (const each of Array.isArray(value) ? value : []) append(each);
      render();
    },
    places: (path) => [
      { path, tell: telling(problem) },
      ...entries.flatMap(({ members }, index) => placesOf(members, `${path}[${index}]`)),
    ],
    sends: () => entries.length > 0,
  };
}

const telling = (problem) => (messages) => {
  problem.textContent = messages.join(" ");
};

/** The members of an object schema, each with its name. */
export const membersOf = (schema, changed) =>
  Object.entries(schema.properties).map(([name, member]) => ({
    name,
    ...control(name, member, changed),
  }));

/** The object that members make up. */
export function commandOf(members) {
  const entries = members.map(({ name, get }) => [name, get()]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

export function fill(members, value) {
  for (const { name, set } of members) set(value?.[name]);
}

/** Where problems are told: `{ path, tell }`. */
export const placesOf = (members, path) =>
  members.flatMap(({ name, places }) => places(path ? `${path}.${name}` : name));
