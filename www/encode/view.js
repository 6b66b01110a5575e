// The view "Encode": a command is put together, and its bytes are there at once.
import { codeBlock } from "../copy.js";
import { showProblems } from "../decode/result.js";
import { byId, make } from "../dom.js";
import { Inspector } from "../inspect/inspector.js";
import { codecFor, examplesOf, fieldsOf, modelPicker, models } from "../models.js";
import { spacedHex } from "../payload/write.js";
import { commandOf, fill, membersOf, placesOf } from "./form.js";
import { placeholders, shapes, targets } from "./targets.js";

export function startEncode(changed) {
  const model = modelPicker("encode-model");
  const example = byId("encode-example");
  const port = byId("encode-port");
  const filter = byId("encode-filter");
  const inspector = new Inspector("Bytes of the command");
  const commandJson = codeBlock("Command", { label: "command JSON" });
  const blocks = new Map();
  let members = [];
  let data = {};
  /** The form is built once it is looked at, or a link opens it. */
  let built = false;

  byId("encode-bytes").append(inspector.bytes);
  byId("encode-fields").append(inspector.fields);
  byId("encode-command").append(commandJson.element);

  /** The form of the chosen model, with what a command says. */
  function build(command = {}) {
    built = true;
    const codec = codecFor(model.value);
    members = membersOf(codec.downlinkSchema(), () => {
      // It is no longer the example's command.
      example.value = "";
      show();
    });
    fill(members, command);
    byId("encode-form").replaceChildren(...members.map(({ element }) => element));
    const options = examplesOf(model.value)
      .map(
        ({ name, data: example }, index) =>
          example && make("option", { value: String(index) }, name),
      )
      .filter(Boolean);
    example.replaceChildren(make("option", { value: "" }, "Choose …"), ...options);
    narrow();
    show();
  }

  /** Only commands that have the words, and those that are to be sent. */
  function narrow() {
    const words = filter.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const { element, text, sends } of members) {
      const fits = words.every((word) => text.includes(word));
      element.hidden = !fits && !sends();
      if (fits) count += 1;
    }
    byId("encode-found").textContent =
      filter.value === "" ? "" : `${count} of ${members.length} commands fit.`;
  }

  function show() {
    const codec = codecFor(model.value);
    data = commandOf(members);
    for (const { element, sends } of members) element.classList.toggle("sent", sends());
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
    showProblems(byId("encode-problems"), {
      errors: problems.errors.map(({ message }) => message),
      warnings: problems.warnings.map(({ message }) => message),
    });
    if (works) showBytes(codec, result);
    changed();
  }

  /** Tells each error beside its field, too. */
  function tell({ errors, warnings }) {
    const ofPort = [...errors, ...warnings].filter(({ path }) => path === "fPort");
    byId("encode-port-problem").textContent = ofPort.map(({ message }) => `${message}.`).join(" ");
    port.setAttribute("aria-invalid", String(!port.validity.valid));
    for (const { path, tell: say } of placesOf(members, "")) {
      say(errors.filter((error) => error.path === path).map(sentence));
    }
  }

  function showBytes(codec, result) {
    const { bytes } = result;
    inspector.show(codec.explainDownlink({ bytes }), bytes, fieldsOf(model.value));
    byId("encode-hex").textContent = spacedHex(bytes);
    commandJson.set(JSON.stringify(data, null, 2));
    for (const { name, note, text } of targets(result, ids())) {
      if (!blocks.has(name)) {
        const block = codeBlock(name);
        const hint = make("p", { class: "hint" });
        block.element.append(hint);
        byId("encode-targets").append(block.element);
        blocks.set(name, { block, hint });
      }
      const { block, hint } = blocks.get(name);
      block.set(text);
      hint.textContent = note ?? "";
      hint.hidden = note === undefined;
    }
  }

  /** The IDs given, or what stands for them; those that cannot be IDs are told. */
  function ids() {
    const given = {};
    for (const name of Object.keys(placeholders)) {
      const input = byId(`id-${name}`);
      const value = input.value.trim();
      const fits = value === "" || shapes[name].test(value);
      input.setAttribute("aria-invalid", String(!fits));
      byId(`id-${name}-problem`).hidden = fits;
      given[name] = value !== "" && fits ? value : placeholders[name];
    }
    return given;
  }

  model.addEventListener("input", () => build());
  port.addEventListener("input", show);
  filter.addEventListener("input", narrow);
  for (const name of Object.keys(placeholders)) {
    byId(`id-${name}`).addEventListener("input", show);
    byId(`id-${name}`).placeholder = placeholders[name];
  }
  example.addEventListener("input", () => {
    const { data: command } = examplesOf(model.value)[example.value] ?? {};
    if (!command) return;
    fill(members, command);
    narrow();
    show();
  });
  byId("encode-clear").addEventListener("click", () => {
    example.value = "";
    fill(members, {});
    narrow();
    show();
    filter.focus();
  });

  return {
    shown() {
      if (!built) build();
    },
    /** Shows a command: from a link. */
    open({ model: name, command, fPort }) {
      if (models.includes(name)) model.value = name;
      port.value = fPort ?? "85";
      build(command);
      const unknown = Object.keys(command ?? {}).filter(
        (field) => !members.some((member) => member.name === field),
      );
      if (unknown.length === 0) return undefined;
      return `The link has fields that ${model.value} does not have: ${unknown.join(", ")}.`;
    },
    link: () => ({
      model: model.value,
      command: data,
      fPort: port.value === "85" || port.value === "" ? undefined : port.value,
    }),
  };
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
