// The view "Command": a command is put together, and its bytes are there at once.
import { codeBlock } from "../copy.js";
import { byId, make } from "../dom.js";
import { Inspector } from "../inspect/inspector.js";
import { codecFor, examplesOf, fieldsOf, modelPicker, models, shortName } from "../models.js";
import { base64, cArray, hex, jsonArray, spacedHex } from "../payload/write.js";
import { commandOf, fill, membersOf, placesOf } from "./form.js";
import { grouped } from "./groups.js";
import { Send } from "./send.js";
import { isLong, sizeText } from "./size.js";

/** A form of so few commands shows all its groups open. */
const FEW = 16;

/** So much of a name from a link is quoted. */
const QUOTED = 40;

export function startEncode(changed) {
  const model = modelPicker("encode-model");
  const example = byId("encode-example");
  const port = byId("encode-port");
  const filter = byId("encode-filter");
  const inspector = new Inspector("Bytes of the command");
  const copies = ["Hex", "Base64", "C array", "JSON array"].map((name) => codeBlock(name));
  const commandJson = codeBlock("Command", { label: "command JSON" });
  const send = new Send();
  let members = [];
  /** The groups of the form: `{ element, members, counted }`. */
  let groups = [];
  let data = {};
  /** The form is built once it is looked at, or a link opens it. */
  let built = false;

  byId("encode-bytes").append(inspector.bytes);
  byId("encode-fields").append(inspector.fields);
  byId("encode-copies").append(...copies.map(({ element }) => element));
  byId("encode-command").append(commandJson.element);

  /** The form of the chosen model, with what a command says. */
  function build(command = {}) {
    built = true;
    const { properties } = codecFor(model.value).downlinkSchema();
    members = membersOf({ properties }, () => {
      // It is no longer the example's command.
      example.value = "";
      show();
    });
    const byName = new Map(members.map((member) => [member.name, member]));
    groups = grouped(properties).map(([title, names]) =>
      groupOf(
        title,
        names.map((name) => byName.get(name)),
      ),
    );
    byId("encode-form").replaceChildren(...groups.map(({ element }) => element));
    const options = examplesOf(model.value)
      .map(
        ({ name, data: example }, index) =>
          example && make("option", { value: String(index) }, name),
      )
      .filter(Boolean);
    example.replaceChildren(make("option", { value: "" }, "Choose …"), ...options);
    load(command);
  }

  function groupOf(title, own) {
    const counted = make("span", { class: "faint" });
    const element = make(
      "details",
      { class: "commands" },
      make("summary", {}, make("span", {}, title), " ", counted),
      own.map((member) => member.element),
    );
    return { element, members: own, counted };
  }

  /** Fills the form, and opens the groups that are in use. */
  function load(command) {
    fill(members, command);
    const few = members.length <= FEW;
    groups.forEach(({ element, members: own }, index) => {
      element.open = few || index === 0 || own.some(({ sends }) => sends());
    });
    byId("encode-kept").hidden = true;
    narrow();
    show();
  }

  /** Only commands that have the words, and those that are to be sent. */
  function narrow() {
    const words = filter.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const { element: group, members: own } of groups) {
      let shown = 0;
      for (const { element, text, sends } of own) {
        const fits = words.every((word) => text.includes(word));
        element.hidden = !fits && !sends();
        if (fits) count += 1;
        if (!element.hidden) shown += 1;
      }
      group.hidden = shown === 0;
      if (filter.value !== "" && shown > 0) group.open = true;
    }
    byId("encode-found").textContent =
      filter.value === "" ? "" : `${count} of ${members.length} commands fit.`;
  }

  function show() {
    const codec = codecFor(model.value);
    data = commandOf(members);
    for (const { element, sends } of members) element.classList.toggle("sent", sends());
    for (const { members: own, counted } of groups) {
      const used = own.filter(({ sends }) => sends()).length;
      counted.textContent = used > 0 ? `${used} of ${own.length} in use` : String(own.length);
    }
    const fPort = port.value === "" ? undefined : Number(port.value);
    const input = { data, fPort };
    const nothing = Object.keys(data).length === 0;
    const problems = nothing ? { errors: [], warnings: [] } : codec.checkDownlink(input);
    tell(problems);
    const result = codec.encodeDownlink(input);
    const works = !nothing && !result.errors;

    byId("encode-empty").hidden = !nothing;
    byId("encode-result").hidden = !works;
    byId("encode-bytes-place").hidden = !works;
    byId("encode-count").textContent = nothing ? "" : countText(data, result, problems);
    byId("encode-size").textContent = works ? sizeText(result.bytes.length) : "";
    byId("encode-size").classList.toggle("problem", works && isLong(result.bytes.length));
    if (works) showBytes(codec, result);
    changed();
  }

  /** Tells each error beside its field, and all of them beside the bytes, as ways to the fields. */
  function tell({ errors, warnings }) {
    const ofPort = [...errors, ...warnings].filter(({ path }) => path === "fPort");
    byId("encode-port-problem").textContent = ofPort.map(({ message }) => `${message}.`).join(" ");
    port.setAttribute("aria-invalid", String(!port.validity.valid));
    const places = [
      { path: "fPort", tell() {}, focus: () => port.focus() },
      ...placesOf(members, ""),
    ];
    for (const { path, tell: say } of places) {
      say(errors.filter((error) => error.path === path).map(sentence));
    }
    const item = (kind) => (problem) =>
      make("li", { class: kind.toLowerCase() }, ...told(kind, problem, places));
    const list = byId("encode-problems");
    list.replaceChildren(...errors.map(item("Error")), ...warnings.map(item("Warning")));
    list.hidden = list.childElementCount === 0;
  }

  /** A problem as a button that leads to its field. */
  function told(kind, { path, message }, places) {
    const place = places.find((each) => each.path === path);
    const text = [make("strong", {}, `${kind}: `), message];
    if (!place) return text;
    const go = () => {
      openTo(path);
      place.focus();
    };
    return [make("button", { type: "button", class: "linked", onclick: go }, text)];
  }

  /** Opens the group that a field is in. */
  function openTo(path) {
    const [name] = path.split(/[.[]/, 1);
    for (const { element, members: own } of groups) {
      if (own.some((member) => member.name === name)) element.open = true;
    }
  }

  function showBytes(codec, result) {
    const { bytes, fPort } = result;
    inspector.show(codec.explainDownlink({ bytes }), bytes, fieldsOf(model.value));
    byId("encode-hex").textContent = spacedHex(bytes);
    commandJson.set(JSON.stringify(data, null, 2));
    const texts = [hex(bytes), base64(bytes), cArray(bytes), jsonArray(bytes)];
    for (const [index, text] of texts.entries()) copies[index].set(text);
    send.show({ bytes, fPort, data });
  }

  /** Names of a command that the model does not have. */
  const unknownIn = (command) =>
    Object.keys(command).filter((name) => !members.some((member) => member.name === name));

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** Returns true if a text is JSON with a command of the model in it. */
  function hasCommand(text) {
    try {
      const command = JSON.parse(text);
      const objects = [command, command.data, command.object, command.decoded_payload];
      return objects
        .filter(isObject)
        .some((each) => unknownIn(each).length < Object.keys(each).length);
    } catch {
      return false;
    }
  }

  /** Takes a command as JSON; gives why it cannot be taken. */
  function takeJson(text) {
    let command;
    try {
      command = JSON.parse(text);
    } catch (error) {
      return `This is not JSON: ${error.message.slice(0, 200)}.`;
    }
    if (!isObject(command)) return "A command is a JSON object.";
    // As servers wrap it.
    const inner = [command.data, command.object, command.decoded_payload].find(isObject);
    const own = inner ?? command;
    load(own);
    const unknown = unknownIn(own);
    return unknown.length > 0
      ? `${shortName(model.value)} does not have: ${namesText(unknown)}.`
      : "";
  }

  model.addEventListener("input", () => {
    const before = data;
    build(before);
    const lost = unknownIn(before);
    byId("encode-kept").hidden = lost.length === 0;
    byId("encode-kept").textContent =
      `${shortName(model.value)} does not have ${namesText(lost)}; the rest of the command is kept.`;
  });
  port.addEventListener("input", show);
  filter.addEventListener("input", narrow);
  example.addEventListener("input", () => {
    const chosen = example.value;
    const { data: command } = examplesOf(model.value)[chosen] ?? {};
    if (!command) return;
    load(command);
    example.value = chosen;
  });
  byId("encode-clear").addEventListener("click", () => {
    example.value = "";
    byId("encode-json").value = "";
    byId("encode-json-problem").textContent = "";
    load({});
    filter.focus();
  });
  byId("encode-paste").addEventListener("click", () => {
    const place = byId("encode-json-place");
    place.hidden = !place.hidden;
    if (!place.hidden) byId("encode-json").focus();
  });
  byId("encode-json").addEventListener("input", ({ target }) => {
    const told = target.value.trim() === "" ? "" : takeJson(target.value);
    byId("encode-json-problem").textContent = told;
    target.setAttribute("aria-invalid", String(told !== ""));
  });

  return {
    shown() {
      if (!built) build();
    },
    /** Shows a command: from a link. */
    open({ model: name, command, fPort }) {
      if (models.includes(name)) model.value = name;
      port.value = fPort ?? "85";
      if (command !== undefined && command !== null && !isObject(command)) {
        build();
        return "The link's command is no JSON object.";
      }
      build(command ?? {});
      const unknown = unknownIn(command ?? {});
      if (unknown.length === 0) return undefined;
      return `The link has fields that ${model.value} does not have: ${namesText(unknown)}.`;
    },
    /** Takes a pasted text if it is a command as JSON; gives whether it did. */
    take(text) {
      if (!hasCommand(text)) return false;
      const told = takeJson(text);
      byId("encode-json-problem").textContent = told;
      byId("encode-json-place").hidden = told === "";
      if (told !== "") byId("encode-json").value = text.slice(0, 10_000);
      return true;
    },
    link: () => ({
      model: model.value,
      command: data,
      fPort: port.value === "85" || port.value === "" ? undefined : port.value,
    }),
  };
}

/** Some names, each cut: they may come from anywhere. */
function namesText(names) {
  const shown = names.slice(0, 5).map((name) => name.slice(0, QUOTED));
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const sentence = ({ given, allowed, message }) =>
  allowed ? `Got ${given}; allowed: ${allowed}.` : `${message}.`;

function countText(data, { bytes, errors }, problems) {
  const commands = Object.keys(data).length;
  const counted = `${commands} ${commands === 1 ? "command" : "commands"}`;
  if (!errors) return `${counted}, ${bytes.length} bytes`;
  const count = problems.errors.length || errors.length;
  return `${counted}: ${count} ${count === 1 ? "error" : "errors"}, so nothing is sent`;
}
