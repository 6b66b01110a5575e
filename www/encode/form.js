// A form for a command, built from the model's own schema: nothing here knows a device.
//
// A control is `{ element, get, set, places }`: `get` gives the value, or nothing where it is not to be
// sent; `places(path)` lists where the problems of which path are told.
import { make, newId } from "../dom.js";
import { startOf, startOfObject } from "./defaults.js";
import { described } from "./describe.js";
import { inputOf } from "./inputs.js";

/** Lists without a limit of their own take no more than a payload has room for. */
const MOST = 64;

/** The control of one member, with its name and what the schema says about it. */
export function control(name, schema, changed) {
  if (schema.type === "object") return group(name, schema, changed);
  if (schema.type === "array") return list(name, schema, changed);
  const input = inputOf(schema, changed);
  const { label, about, source } = described(schema, name);
  const ids = { hint: newId("hint"), problem: newId("problem"), input: newId("input") };
  const problem = make("p", { class: "problem", id: ids.problem });
  const hints = [input.range, about, source].filter(Boolean).join(" · ");
  const hint = make("p", { class: "hint", id: ids.hint, title: hints }, hints);
  input.element.id = ids.input;
  input.element.setAttribute("aria-describedby", `${ids.hint} ${ids.problem}`);
  const head = make("label", { for: ids.input }, titled(label, name));
  const own = make(
    "div",
    { class: input.first ? "inputs check" : "inputs" },
    input.element,
    input.beside,
  );
  const element = make("div", { class: "control", "data-name": name }, head, own, hint, problem);
  return {
    element,
    text: `${name} ${label} ${about}`.toLowerCase(),
    get: input.get,
    set: input.set,
    places: (path) => [
      {
        path,
        focus: () => input.element.focus(),
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
      if (check.checked && Object.keys(commandOf(members)).length === 0) {
        fill(members, startOfObject(schema));
      }
      changed();
    },
  });
  const head = make("label", { for: check.id }, titled(label, name));
  return {
    element: make(
      "div",
      { class: "control group", "data-name": name, role: "group", "aria-label": label },
      head,
      make("div", { class: "inputs check" }, check),
      hint,
      body,
      problem,
    ),
    text: `${name} ${label} ${about}`.toLowerCase(),
    get: () => (check.checked ? commandOf(members) : undefined),
    set: (value) => {
      check.checked = typeof value === "object" && value !== null && !Array.isArray(value);
      body.hidden = !check.checked;
      fill(members, check.checked ? value : {});
    },
    places: (path) => [
      { path, tell: telling(problem), focus: () => check.focus() },
      ...placesOf(members, path),
    ],
    sends: () => check.checked,
  };
}

/** Entries of a list, which are added and taken away. */
function list(name, schema, changed) {
  const { label, about, source } = described(schema, name);
  const most = schema.maxItems ?? MOST;
  let entries = [];
  let cut = "";
  const body = make("div", { class: "entries" });
  const problem = make("p", { class: "problem" });
  const left = make("p", { class: "problem" });
  const add = make(
    "button",
    {
      type: "button",
      onclick: () => {
        append(startOf(schema.items));
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
    add.disabled = entries.length >= most;
    left.textContent = cut;
  }
  return {
    element: make(
      "div",
      { class: "control group", "data-name": name, role: "group", "aria-label": label },
      make("p", { class: "list-head" }, titled(label, name)),
      make("div", { class: "inputs" }, add),
      make("p", { class: "hint" }, [about, source].filter(Boolean).join(" · ")),
      body,
      left,
      problem,
    ),
    text: `${name} ${label} ${about}`.toLowerCase(),
    get: () => (entries.length > 0 ? entries.map(({ members }) => commandOf(members)) : undefined),
    set: (value) => {
      const given = Array.isArray(value) ? value : [];
      // A link may hold any number of entries, and each takes time and room.
      cut = given.length > most ? `Of ${given.length} entries, the first ${most} are taken.` : "";
      entries = [];
      for (const each of given.slice(0, most)) append(each);
      render();
    },
    places: (path) => [
      { path, tell: telling(problem), focus: () => add.focus() },
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

/** Fills in what is the value's own: nothing of what it inherits is a command. */
export function fill(members, value) {
  const own = typeof value === "object" && value !== null ? value : {};
  for (const { name, set } of members) set(Object.hasOwn(own, name) ? own[name] : undefined);
}

/** Where problems are told: `{ path, tell, focus }`. */
export const placesOf = (members, path) =>
  members.flatMap(({ name, places }) => places(path ? `${path}.${name}` : name));
