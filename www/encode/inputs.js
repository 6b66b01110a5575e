// The inputs of single values. Each is `{ element, get, set }`; `get` gives nothing where the value is not to
// be sent, and `set` takes whatever a link may hold.
import { make, newId } from "../dom.js";
import { local, utc, zoneless } from "../payload/times.js";
import { digitsOf, isPointInTime, rangeText } from "./describe.js";
import { isAction } from "./groups.js";

/** A value as a field shows it: an object is none. */
const textOf = (value) => (["string", "number"].includes(typeof value) ? String(value) : "");

export function inputOf(schema, changed) {
  if (isAction(schema)) return checkbox(changed);
  if (schema["x-labels"]) return choice(schema, changed);
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
      const own = ["number", "boolean"].includes(typeof value) ? labels[Number(value)] : undefined;
      element.value = own ?? (allowed.includes(value) ? textOf(value) : "");
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
      element.value = textOf(value);
    },
  };
  if (isPointInTime(schema)) return { ...input, ...point(element, input, changed) };
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
    picker.value = told ? zoneless(time).replace(" ", "T") : "";
  }
  element.addEventListener("input", show);
  return {
    beside: make("div", { class: "moment" }, picker, said),
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
      element.value = textOf(value);
    },
  };
}

function text(schema, changed) {
  const digits = digitsOf(schema);
  const most = schema.maxLength ? `at most ${schema.maxLength} bytes of text` : "";
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
    range: digits > 0 ? `${digits} hex digits` : most,
    get: () => (element.value === "" ? undefined : element.value),
    set: (value) => {
      element.value = textOf(value);
    },
  };
}
