// The view "Decode": a payload is pasted, and understood.
import { fromHex } from "milesight-codec";
import { codeBlock } from "./copy.js";
import { byId, make } from "./dom.js";
import { Inspector } from "./inspect/inspector.js";
import {
  codecFor,
  detect,
  detectModels,
  examplesOf,
  fieldsOf,
  longName,
  modelOptions,
  models,
  shortName,
} from "./models.js";
import { read } from "./payload/read.js";
import { local, utc } from "./payload/times.js";
import { spacedHex } from "./payload/write.js";

/** Options of a select: what the guides show, model by model. */
function exampleOptions() {
  return models.map((model) =>
    make(
      "optgroup",
      { label: longName(model) },
      examplesOf(model)
        .filter(({ bytes }) => bytes)
        .map(({ name, bytes }) => make("option", { value: `${model} ${bytes}` }, name)),
    ),
  );
}

/** Starts the view. `changed` is called when there is something else to link to. */
export function startDecode(changed) {
  const payload = byId("payload");
  const model = byId("decode-model");
  const example = byId("decode-example");
  const inspector = new Inspector("Bytes of the payload");
  const decoded = codeBlock("Decoded, as a server gets it", { label: "decoded JSON" });
  const normalized = codeBlock("Normalized, by The Things Stack", { label: "normalized JSON" });
  const noNormalized = make("p", { class: "hint" });
  byId("decode-bytes").append(inspector.bytes);
  byId("decode-fields").append(inspector.fields);
  byId("decode-json").append(decoded.element, normalized.element, noNormalized);
  model.append(...modelOptions());

  const direction = () => document.querySelector("input[name=direction]:checked").value;
  let state = { bytes: [], unread: false };
  /** What is left to show of a payload, until the page's first payload has been drawn. */
  let whole = () => {};
  let drawn = false;

  function show() {
    const found = read(payload.value);
    const { bytes, problem = "", said = "", fPort, time, device } = found;
    const told = model.value === "" && bytes.length > 0 ? detect(bytes, direction()) : {};
    const name = model.value || told.model;
    state = { bytes, unread: problem !== "" };
    payload.setAttribute("aria-invalid", String(problem !== ""));
    byId("payload-problem").textContent = problem;
    byId("to-many").hidden = !found.many;
    const facts = [
      said,
      told.said,
      device && `Device ${device}.`,
      fPort !== undefined && `fPort ${fPort}.`,
      time !== undefined && `Received ${utc(time)}, ${local(time)}.`,
    ];
    byId("decode-said").textContent = facts.filter(Boolean).join(" ");
    byId("decode-result").hidden = bytes.length === 0;
    byId("decode-json").hidden = name === undefined;
    byId("decode-empty").hidden = problem !== "" || bytes.length > 0;
    if (name !== undefined && bytes.length > 0) showDecoded(name, { bytes, fPort });
    else if (bytes.length > 0) showUnknown(bytes);
    changed();
  }

  /** The bytes that no model knows anything of: all the same to every model, so the first explains. */
  function showUnknown(bytes) {
    const explained = codecFor(models[0])[`explain${direction()}`]({ bytes });
    inspector.show(explained, bytes, fieldsOf(models[0]));
    byId("decode-count").textContent = `${byteCount(bytes)}, of no known model`;
    showProblems(byId("decode-problems"), {});
    byId("decode-switch").hidden = true;
  }

  /** Where the chosen model fails and another does not, that one is offered. */
  function offerOther(bytes, problems) {
    const asked = problems && model.value && direction() === "Uplink";
    const knowing = asked ? detectModels(bytes) : [];
    const other = knowing.includes(model.value) ? undefined : knowing[0];
    byId("decode-switch").hidden = other === undefined;
    if (other === undefined) return;
    byId("decode-switch").textContent =
      `Decode as ${shortName(other)}, which knows the whole payload`;
    byId("decode-switch").onclick = () => {
      model.value = other;
      show();
      model.focus();
    };
  }

  function showDecoded(name, input) {
    const codec = codecFor(name);
    const result = codec[`decode${direction()}`](input);
    const fields = fieldsOf(name);
    inspector.show(codec[`explain${direction()}`](input), input.bytes, fields);
    byId("decode-count").textContent = `${byteCount(input.bytes)}, as ${longName(name)}`;
    showProblems(byId("decode-problems"), result);
    offerOther(input.bytes, result.errors || result.warnings);
    whole = () => showJson(codec, result);
    if (drawn) whole();
  }

  /** What a server gets, which stands below the bytes and the fields. */
  function showJson(codec, result) {
    decoded.set(JSON.stringify(result, null, 2));
    const uplink = direction() === "Uplink";
    const { data } = uplink ? codec.normalizeUplink({ data: result.data }) : { data: [] };
    normalized.element.hidden = data.length === 0;
    normalized.set(JSON.stringify(data, null, 2));
    noNormalized.hidden = !uplink || data.length > 0;
    noNormalized.textContent =
      "Nothing in this payload has a place in The Things Stack's normalized form.";
  }

  payload.addEventListener("input", () => {
    example.value = "";
    show();
  });
  model.addEventListener("input", show);
  for (const radio of document.querySelectorAll("input[name=direction]")) {
    radio.addEventListener("change", show);
  }
  example.addEventListener("input", () => {
    const [name, bytes] = example.value.split(" ");
    if (!bytes) return;
    const at = example.value;
    open({ example: name, bytes: [...fromHex(bytes)] });
    example.value = at;
  });

  /** Shows a payload: from a link, an example or a file. */
  function open({ model: name = "", example: of, direction: way = "Uplink", bytes }) {
    payload.value = spacedHex(bytes);
    example.value = "";
    // An example's model is left to be detected where it is, so that the next payload's is too.
    const needed = of && !(detect(bytes, way).model === of) ? of : name;
    model.value = models.includes(needed) ? needed : "";
    document.querySelector(`input[name=direction][value=${way}]`).checked = true;
    show();
  }

  return {
    open,
    /** What a link to this view holds. */
    link: () => ({
      model: model.value || undefined,
      direction: direction() === "Uplink" ? undefined : "downlink",
      ...state,
    }),
    many: () => payload.value,
    /** What is not seen first; the examples, too, of which the browser measures each for the list. */
    rest() {
      drawn = true;
      whole();
      example.append(...exampleOptions());
    },
  };
}

const byteCount = ({ length }) => `${length} ${length === 1 ? "byte" : "bytes"}`;

/** Errors and warnings as a list; hidden where there are none. */
export function showProblems(list, { errors = [], warnings = [] }) {
  const item = (kind) => (text) =>
    make("li", { class: kind.toLowerCase() }, make("strong", {}, `${kind}: `), text);
  list.replaceChildren(...errors.map(item("Error")), ...warnings.map(item("Warning")));
  list.hidden = list.childElementCount === 0;
}
