// The view "Decode": payloads are pasted, and understood.
import { fromHex } from "milesight-codec";
import { byId, make, settled } from "../dom.js";
import { Inspector } from "../inspect/inspector.js";
import {
  beginningOf,
  codecFor,
  detect,
  detectModels,
  examplesOf,
  explain,
  fieldsOf,
  longName,
  modelPicker,
  models,
  shortName,
} from "../models.js";
import { counted, grouped } from "../number.js";
import { frameOf } from "../payload/frame.js";
import { read } from "../payload/read.js";
import { local, utc } from "../payload/times.js";
import { spacedHex } from "../payload/write.js";
import { Result, showProblems } from "./result.js";
import { Several } from "./several.js";

/** A text of so many characters is long, and is shown after a pause of so many milliseconds. */
const LONG = 1500;
const PAUSE = 120;

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

/** Starts the view. `changed` is called when there is something else to link to, `edit` with a command. */
export function startDecode(changed, edit) {
  const payload = byId("payload");
  const model = modelPicker("decode-model", "Detect");
  const example = byId("decode-example");
  const inspector = new Inspector("Bytes of the payload");
  const several = new Several((at) => open(at));
  let result;
  byId("decode-bytes").append(inspector.bytes);
  byId("decode-fields").append(inspector.fields);

  const panel = byId("decode-bytes").parentElement;
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--covered", `${panel.offsetHeight}px`);
  }).observe(panel);

  const direction = () => document.querySelector("input[name=direction]:checked").value;
  const direct = (way) => {
    document.querySelector(`input[name=direction][value=${way}]`).checked = true;
  };
  /** The payloads of the text, and the index of the open one. */
  let readings = [];
  let at = 0;
  /** Set while the text is one that the page put there, or that was pasted as a whole: a paste replaces it. */
  let pristine = true;
  /** Set while the direction is that of what was pasted, not one that was chosen. */
  let ownDirection = false;
  let command;
  /** Shows the rest of a payload, which is put off until the page's first payload has been drawn. */
  let rest = () => {};
  let drawn = false;

  /** Reads the text anew. */
  function show() {
    readings = read(payload.value);
    at = 0;
    const way = readings.find((each) => each.direction)?.direction;
    if (way || ownDirection) direct(way ?? "Uplink");
    ownDirection = way !== undefined;
    guarded(() => several.show(readings, entryOf, at));
    open(0);
  }

  /** Opens one of the payloads. */
  function open(place) {
    at = place;
    several.mark(at);
    guarded(showOpen);
    changed();
  }

  /** Whatever happens, the view shows the input's own result, or its own error. */
  function guarded(task) {
    try {
      task();
    } catch (error) {
      inspector.show({ spans: [] }, [], new Map());
      byId("decode-result").hidden = true;
      tell({ problem: `This payload could not be shown: ${error.message}.`, said: "" });
    }
  }

  function tell({ problem = "", said }) {
    payload.setAttribute("aria-invalid", String(problem !== ""));
    byId("payload-problem").textContent = problem;
    byId("decode-said").textContent = said;
    byId("decode-empty").hidden = problem !== "" || readings.length > 0;
  }

  function showOpen() {
    const found = readings[at] ?? { bytes: [] };
    const { bytes, problem = "" } = found;
    const told = bytes.length > 0 ? modelFor(found) : {};
    tell({ problem, said: factsOf(found, told).join(" ") });
    const { many, more } = readings.at(-1) ?? {};
    byId("many-offer").hidden = !many && readings.length < 2;
    if (more) byId("decode-said").append(` ${grouped(more)} more payloads are not shown.`);
    byId("decode-result").hidden = bytes.length === 0;
    byId("decode-json").hidden = told.model === undefined;
    byId("decode-fields").parentElement.hidden = told.frame !== undefined;
    byId("switch-offer").hidden = true;
    byId("decode-edit").hidden = true;
    showProblems(byId("decode-problems"), {});
    if (bytes.length === 0) return;
    if (told.frame) showFrame(bytes, told.frame);
    else if (told.model !== undefined) showDecoded(told.model, found);
    else showUnknown(bytes);
  }

  /** The model that a payload is decoded by: the chosen one, the event's, or the one that knows it. */
  function modelFor({ bytes, model: hint }) {
    if (model.value !== "") return { model: model.value };
    const frame = detectModels(bytes).length === 0 ? frameOf(bytes) : undefined;
    const told = detect(bytes, direction());
    if (frame && told.model === undefined) return { frame, said: frame.said };
    if (!hint) return told;
    const { errors } = codecFor(hint)[`decode${direction()}`]({ bytes });
    return errors ? told : { model: hint, said: `${shortName(hint)}, as the event says.` };
  }

  function factsOf({ said, device, fPort, time }, told) {
    return [
      readings.length > 1 && `${readings.length} payloads; this is number ${at + 1}.`,
      said,
      told.said,
      device && `Device ${device}.`,
      fPort !== undefined && `fPort ${fPort}.`,
      time !== undefined && `Received ${utc(time)}, ${local(time)}.`,
    ].filter(Boolean);
  }

  function showFrame(bytes, { explanation }) {
    inspector.show(explanation, bytes, new Map());
    byId("decode-count").textContent = `${byteCount(bytes)}, a LoRaWAN frame`;
  }

  /** The bytes that no model knows anything of: all the same to every model, so the first explains. */
  function showUnknown(bytes) {
    inspect(models[0], bytes);
    byId("decode-count").textContent = `${byteCount(bytes)}, of no known model`;
  }

  /** Shows bytes and fields: of a long payload the beginning, since a key must not wait for all of it. */
  function inspect(name, bytes) {
    const beginning = beginningOf(bytes);
    const explained = explain(name, direction(), beginning);
    const all = () => inspector.show(explain(name, direction(), bytes), bytes, fieldsOf(name));
    if (beginning === bytes) return all();
    // The channel that the cut is in is not cut short in the payload.
    const spans = explained.spans.filter(({ kind }) => kind !== "truncated");
    inspector.show({ spans }, bytes, fieldsOf(name), all);
  }

  /** Where the chosen model fails and another does not, that one is offered. */
  function offerOther(bytes, problems) {
    const asked = problems && model.value && direction() === "Uplink";
    const knowing = asked ? detectModels(bytes) : [];
    const other = knowing.includes(model.value) ? undefined : knowing[0];
    byId("switch-offer").hidden = other === undefined;
    if (other === undefined) return;
    byId("decode-switch").textContent =
      `Decode as ${shortName(other)}, which decodes the whole payload`;
    byId("decode-switch").onclick = () => {
      model.value = other;
      open(at);
      model.focus();
    };
  }

  function showDecoded(name, { bytes, fPort }) {
    const codec = codecFor(name);
    const input = { bytes, fPort: typeof fPort === "number" ? fPort : undefined };
    const decoded = codec[`decode${direction()}`](input);
    inspect(name, bytes);
    byId("decode-count").textContent = `${byteCount(bytes)}, as ${longName(name)}`;
    showProblems(byId("decode-problems"), decoded);
    offerOther(bytes, decoded.errors || decoded.warnings);
    const uplink = direction() === "Uplink";
    command = uplink || decoded.errors ? undefined : { model: name, command: decoded.data };
    byId("decode-edit").hidden = command === undefined;
    rest = () => {
      result ??= new Result(byId("decode-json"));
      const normalized = uplink ? codec.normalizeUplink({ data: decoded.data }).data : [];
      result.show({ result: decoded, normalized, bytes, fPort: input.fPort });
    };
    if (drawn) rest();
  }

  /** An entry of the list of several payloads. */
  function entryOf(found) {
    const { bytes, problem, device } = found;
    const title = device ?? `${spacedHex(bytes.slice(0, 6))}${bytes.length > 6 ? " …" : ""}`;
    if (bytes.length === 0) return { title: device ?? "no payload", problem };
    const told = modelFor(found);
    const name = told.frame
      ? "LoRaWAN frame"
      : told.model
        ? (told.names ?? shortName(told.model))
        : "no known model";
    return { title, about: `${name}, ${byteCount(bytes)}`, problem };
  }

  /** A long text is shown once the typing pauses: a key must never wait for it. */
  const showSoon = settled(show, PAUSE);
  payload.addEventListener("input", () => {
    example.value = "";
    pristine = false;
    if (payload.value.length > LONG) showSoon();
    else show();
  });
  payload.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text") ?? "";
    if (!pristine || pasted === "") return;
    event.preventDefault();
    event.stopPropagation();
    take(pasted);
  });
  model.addEventListener("input", () => {
    guarded(() => several.show(readings, entryOf, at));
    open(at);
  });
  for (const radio of document.querySelectorAll("input[name=direction]")) {
    radio.addEventListener("change", () => {
      ownDirection = false;
      open(at);
    });
  }
  example.addEventListener("input", () => {
    const [name, bytes] = example.value.split(" ");
    if (!bytes) return;
    const chosen = example.value;
    openPayload({ example: name, bytes: [...fromHex(bytes)] });
    example.value = chosen;
  });
  byId("clear").addEventListener("click", () => {
    take("");
    pristine = true;
    model.value = "";
    direct("Uplink");
    show();
    fold(false);
    payload.focus();
  });
  byId("decode-edit").addEventListener("click", () => edit(command));
  byId("unfold").addEventListener("click", () => {
    fold(false);
    payload.focus();
  });
  // Another click into the field selects the sample, so that typing replaces it, too.
  payload.addEventListener("focus", () => {
    if (pristine) payload.select();
  });

  /** On a phone, what was pasted takes one line. */
  function fold(folded) {
    byId("decode-input").classList.toggle("folded", folded);
    byId("unfold").hidden = !folded;
  }

  /** Takes a text in the place of the one there. */
  function take(text) {
    payload.value = text;
    example.value = "";
    pristine = true;
    fold(text !== "");
    show();
  }

  /** Shows a payload: from a link, an example or a file. `text` is what it was read from, if known. */
  function openPayload({ model: name = "", example: of, direction: way = "Uplink", bytes, text }) {
    payload.value = text ?? spacedHex(bytes);
    example.value = "";
    pristine = true;
    ownDirection = false;
    direct(way);
    // An example's model is left to be detected where it is, so that the next payload's is too.
    const needed = of && !(detect(bytes, way).model === of) ? of : name;
    model.value = models.includes(needed) ? needed : "";
    show();
  }

  return {
    open: openPayload,
    take,
    /** The content of a link to this view, and the text itself, which stays in the browser's history. */
    link: () => ({
      model: model.value || undefined,
      direction: direction() === "Uplink" ? undefined : "downlink",
      bytes: readings[at]?.bytes ?? [],
      unread: readings[at]?.problem !== undefined,
      all: readings.map(({ bytes }) => bytes),
      text: payload.value,
    }),
    many: () => payload.value,
    /** Shows the rest, and fills the list of examples: the browser measures each of them. */
    rest() {
      drawn = true;
      rest();
      example.append(...exampleOptions());
    },
  };
}

const byteCount = ({ length }) => counted(length, "byte");
