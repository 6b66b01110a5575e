// The view "Many payloads": a file of uplinks as a table, a plot and strips of states.
import { fromHex } from "milesight-codec";
import { announce, save } from "../copy.js";
import { showProblems } from "../decode/result.js";
import { byId, make, pause } from "../dom.js";
import { examplesOf, modelPicker, models, shortName } from "../models.js";
import { utc } from "../payload/times.js";
import { Client } from "./client.js";
import { lane } from "./strip.js";

/** So many rows of the table are shown at a time. */
const ROWS = 25;

/** So many stretches of time a plot and a strip have. */
const STRETCHES = 600;

/** A longer text is not put into the field: the browser would take seconds to lay it out. */
const LONG = 1 << 16;

/** So much of a long text is turned into bytes at a time. */
const PIECE = 1 << 19;

/** So many lanes of states are shown, those with the most reports first. */
const LANES = 12;

const grouped = (number) => number.toLocaleString("en");
const counted = (number, one, many = `${one}s`) =>
  `${grouped(number)} ${number === 1 ? one : many}`;

/** Starts the view. `inspect` shows one payload under "Decode". */
export function startMany(inspect) {
  const text = byId("many-text");
  const model = modelPicker("many-model", "Detect, payload by payload");
  const column = byId("many-column");
  const client = new Client();
  let source;
  let summary;
  let place = 0;
  let zoom;
  let plot;
  /** How often there was something else to decode, or to look at: an answer may come too late. */
  let newest = 0;
  let looks = 0;

  // It scrolls sideways on a narrow screen, by keyboard too.
  byId("many-frame").tabIndex = 0;

  /** Decodes a blob; `name` is what it is called. */
  async function run(blob, name) {
    source = { blob, name };
    byId("many-progress").hidden = false;
    byId("many-result").hidden = true;
    byId("many-empty").hidden = true;
    byId("many-problem").textContent = "";
    byId("many-source").textContent = `${name}, ${sizeText(blob.size)}`;
    newest += 1;
    const mine = newest;
    const settings = { blob, model: model.value, column: column.value.trim() || undefined };
    try {
      client.cancel();
      const found = await client.ask("run", settings, (far) => mine === newest && progress(far));
      if (mine !== newest) return;
      byId("many-progress").hidden = true;
      await guarded("The payloads", "shown", () => show(found));
    } catch (error) {
      if (mine !== newest) return;
      byId("many-progress").hidden = true;
      byId("many-problem").textContent = `The payloads could not be decoded: ${error.message}.`;
    }
  }

  /** Does what may fail, and says so where it does: "The table could not be shown: …". */
  async function guarded(what, done, task) {
    const mine = newest;
    try {
      await task();
    } catch (error) {
      if (mine !== newest) return;
      byId("many-problem").textContent = `${what} could not be ${done}: ${error.message}.`;
    }
  }

  function progress({ done, size, payloads }) {
    byId("many-bar").value = size === 0 ? 1 : done / size;
    byId("many-far").textContent =
      `${Math.round((100 * done) / Math.max(size, 1))} %, ${counted(payloads, "payload")}`;
  }

  async function show(found) {
    summary = found;
    const mine = newest;
    place = 0;
    zoom = undefined;
    byId("many-all").disabled = true;
    const { counts, problem } = found;
    byId("many-problem").textContent = problem ? `${sentence(problem)}.` : hintFor(found);
    byId("many-result").hidden = counts.payloads === 0;
    byId("many-counts").textContent = countsText(found);
    announce(countsText(found));
    if (counts.payloads === 0) {
      if (!problem) byId("many-problem").textContent = "There is no payload in it.";
      return;
    }
    byId("many-only").checked = false;
    byId("many-only").disabled = found.problems === 0;
    const devices = found.devices.map(({ name, count }) =>
      make("option", { value: JSON.stringify(name) }, `${name || "no name"} (${grouped(count)})`),
    );
    byId("many-device").replaceChildren(make("option", { value: "" }, "All devices"), ...devices);
    byId("many-device-choice").hidden = found.devices.length < 2;
    // Values of several devices make no line: the one with the most payloads is looked at first.
    const [most] = [...found.devices].sort((one, other) => other.count - one.count);
    byId("many-device").value = found.devices.length < 2 ? "" : JSON.stringify(most.name);
    const numbers = found.numbers.map(({ path, unit, count }) =>
      make("option", { value: path }, `${path}${unit ? `, ${unit}` : ""} (${grouped(count)})`),
    );
    byId("many-field").replaceChildren(...numbers);
    byId("many-plot-card").hidden = numbers.length === 0;
    byId("many-states-card").hidden = found.states.length === 0;
    await pause();
    await showPage();
    await pause();
    if (mine === newest) await showTime();
  }

  const device = () =>
    byId("many-device").value === "" ? undefined : JSON.parse(byId("many-device").value);

  async function showPage() {
    const asked = { from: place, count: ROWS, problemsOnly: byId("many-only").checked };
    const mine = newest;
    const { rows, total } = await client.ask("page", asked);
    if (mine !== newest) return;
    byId("many-rows").replaceChildren(...rows.map((row) => rowOf(row, inspect)));
    const last = Math.min(place + ROWS, total);
    byId("many-where").textContent =
      total === 0
        ? "No rows"
        : `Rows ${grouped(place + 1)} to ${grouped(last)} of ${grouped(total)}`;
    byId("many-back").disabled = place === 0;
    byId("many-forth").disabled = last >= total;
  }

  /** Draws the plot and the strips for the stretch of time that is looked at. */
  async function showTime() {
    const own = device();
    const [from, to] = zoom ?? [];
    looks += 1;
    const mine = looks;
    let range = zoom;
    const field = summary.numbers.find(({ path }) => path === byId("many-field").value);
    if (field) {
      const asked = { path: field.path, device: own, from, to, stretches: STRETCHES };
      const series = await client.ask("series", asked);
      plot ??= import("./plot.js")
        .then(({ Plot }) => new Plot(byId("many-plot"), look))
        .catch((error) => {
          // It may be there the next time.
          plot = undefined;
          throw error;
        });
      const drawn = await plot;
      await pause();
      if (mine !== looks) return;
      const told = seriesText(series, field) + joined(own);
      byId("many-plot-said").textContent = told;
      byId("many-plot").setAttribute("aria-label", `Plot. ${told}`);
      drawn.show({ ...series, range: zoom ?? series.range }, field.path, field.unit);
      range ??= series.whole;
    }
    for (const id of ["in", "out", "earlier", "later"]) byId(`many-${id}`).disabled = !range;
    await showStates(own, range, mine);
  }

  async function showStates(own, range, mine) {
    const shown = summary.states.slice(0, LANES);
    const whole = range ?? (await wholeRange(shown, own));
    const lanes = [];
    for (const { path } of whole ? shown : []) {
      const [from, to] = whole;
      const asked = { path, device: own, from, to, stretches: STRETCHES };
      lanes.push(lane(await client.ask("strip", asked)));
    }
    if (mine !== looks) return;
    const more = summary.states.length - shown.length;
    byId("many-states").replaceChildren(...lanes);
    const said = [
      whole && `From ${endsText(whole, summary.byLine)}.${joined(own)}`,
      more > 0 && `${more} more fields have states.`,
    ];
    byId("many-states-said").textContent = said.filter(Boolean).join(" ");
  }

  /** Said where what is drawn is of several devices. */
  const joined = (own) =>
    own === undefined && summary.devices.length > 1
      ? ` All ${grouped(summary.devices.length)} devices are drawn as one; choose a device to see it alone.`
      : "";

  /** From the first to the last report of any state, where no number says it. */
  async function wholeRange(states, own) {
    const all = [];
    for (const { path } of states) {
      const asked = { path, device: own, stretches: STRETCHES };
      const { whole } = await client.ask("series", asked);
      if (whole) all.push(...whole);
    }
    return all.length > 0 ? [Math.min(...all), Math.max(...all)] : undefined;
  }

  /** Looks at a stretch of time; at all of it without one. */
  function look(range) {
    zoom = range;
    byId("many-all").disabled = zoom === undefined;
    return timeShown();
  }

  /** Moves and stretches what is looked at, in parts of its length. */
  async function move(start, end) {
    const asked = { path: byId("many-field").value, device: device(), stretches: STRETCHES };
    const { whole } = await client.ask("series", asked);
    if (!whole) return;
    const [from, to] = zoom ?? whole;
    const length = to - from;
    await look([from + start * length, to + end * length]);
  }

  /** Decodes a long text, which becomes bytes piece by piece. */
  async function runLong(pasted) {
    const parts = [];
    for (let at = 0; at < pasted.length; ) {
      await pause();
      // Between lines, so that no character is cut in two.
      const line = pasted.indexOf("\n", at + PIECE);
      const end = line < 0 ? pasted.length : line + 1;
      parts.push(new Blob([pasted.slice(at, end)]));
      at = end;
    }
    run(new Blob(parts), "Pasted text");
  }

  const pageShown = () => guarded("The table", "shown", showPage);
  const timeShown = () => guarded("The values over time", "shown", showTime);
  const moved = (start, end) => guarded("The values over time", "shown", () => move(start, end));

  const again = () => source && run(source.blob, source.name);
  const runText = () => {
    if (text.value.trim() !== "") run(new Blob([text.value]), "Pasted text");
  };
  model.addEventListener("input", again);
  column.addEventListener("change", again);
  byId("many-run").addEventListener("click", runText);
  byId("many-cancel").addEventListener("click", () => {
    client.cancel();
    // The button goes away with the run; the focus must not get lost with it.
    byId("many-run").focus();
  });
  byId("many-file").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    if (file) run(file, file.name);
    target.value = "";
  });
  byId("many-examples").addEventListener("click", () => {
    const lines = models.flatMap((name) => examplesOf(name).flatMap(({ bytes }) => bytes ?? []));
    text.value = [...new Set(lines)].join("\n");
    runText();
  });
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (pasted.length < LONG) return;
    event.preventDefault();
    guarded("The text", "read", () => runLong(pasted));
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) runText();
  });
  const drop = byId("many");
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const [file] = event.dataTransfer.files;
    const dropped = event.dataTransfer.getData("text");
    if (file) run(file, file.name);
    else if (dropped) run(new Blob([dropped]), "Dropped text");
  });
  byId("many-only").addEventListener("change", () => {
    place = 0;
    pageShown();
  });
  byId("many-back").addEventListener("click", () => {
    place -= ROWS;
    pageShown();
  });
  byId("many-forth").addEventListener("click", () => {
    place += ROWS;
    pageShown();
  });
  byId("many-field").addEventListener("input", timeShown);
  byId("many-device").addEventListener("input", () => look(undefined));
  byId("many-in").addEventListener("click", () => moved(0.25, -0.25));
  byId("many-out").addEventListener("click", () => moved(-0.5, 0.5));
  byId("many-earlier").addEventListener("click", () => moved(-0.5, -0.5));
  byId("many-later").addEventListener("click", () => moved(0.5, 0.5));
  byId("many-all").addEventListener("click", () => look(undefined));
  for (const form of ["csv", "json"]) {
    byId(`many-${form}`).addEventListener("click", () =>
      guarded(`decoded.${form}`, "saved", async () =>
        save(`decoded.${form}`, await client.ask(form)),
      ),
    );
  }
  document.addEventListener("themechange", () => {
    if (summary?.numbers.length > 0 && !byId("many-result").hidden) timeShown();
  });

  return {
    link: () => ({}),
    /** Decodes a text that was pasted elsewhere. */
    take(pasted) {
      text.value = pasted.length < LONG ? pasted : "";
      run(new Blob([pasted]), "Pasted text");
    },
  };
}

function sizeText(bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const sentence = (text) => text.replace(/^./, (letter) => letter.toUpperCase());

/** What may be wrong where nothing at all decodes. */
function hintFor({ counts }) {
  if (counts.payloads === 0 || counts.errors < counts.payloads) return "";
  return "Nothing in it decodes. Is it a table? Then name the column that has the payloads. Is the model right?";
}

function countsText({ counts, cancelled, devices }) {
  const { payloads, records, warnings, errors, without } = counts;
  const named = devices.filter(({ name }) => name !== "").length;
  const parts = [
    counted(payloads, "payload"),
    named > 0 && `of ${counted(named, "device")}`,
    records > 0 && `with ${counted(records, "record")} of history`,
  ];
  const rest = [
    `${grouped(warnings)} with warnings`,
    `${grouped(errors)} with errors`,
    without > 0 && `${counted(without, "line")} without a payload`,
  ];
  const said = `${parts.filter(Boolean).join(" ")}; ${rest.filter(Boolean).join(", ")}.`;
  return cancelled ? `Cancelled. Until then: ${said}` : said;
}

function seriesText({ count, low, high, mean, untimed, thinned, byLine, range }, { path, unit }) {
  if (count === 0) return `${path}: no value here.`;
  const own = (value) => `${Number(value.toPrecision(6))}${unit ? ` ${unit}` : ""}`;
  const parts = [
    `${counted(count, "value")} of ${path}, ${endsText(range, byLine)}`,
    `lowest ${own(low)}, highest ${own(high)}, mean ${own(mean)}`,
  ];
  if (thinned) parts.push("drawn are the lowest and the highest of each stretch");
  if (untimed > 0) parts.push(`${counted(untimed, "value")} without a time left out`);
  return `${parts.join("; ")}.`;
}

const endsText = (range, byLine) =>
  range.map((x) => (byLine ? `line ${Math.round(x)}` : utc(x * 1000))).join(" to ");

/** A row of the table. */
function rowOf(
  { line, record, time, device = "", model, hex, data, warnings = [], errors = [] },
  inspect,
) {
  const values = Object.entries(data).map(([name, value]) => {
    const shown = Array.isArray(value) ? counted(value.length, "entry", "entries") : textOf(value);
    return make("span", { class: "pair" }, make("span", { class: "key" }, `${name} `), shown);
  });
  const more =
    values.length > 8 ? [make("span", { class: "key" }, `and ${values.length - 8} more`)] : [];
  const problems = make("ul", { class: "problems" });
  showProblems(problems, { warnings, errors });
  const short = hex.length > 24 ? `${hex.slice(0, 22)}…` : hex;
  const payload = hex
    ? make(
        "button",
        {
          type: "button",
          class: "quiet hex-button",
          "aria-label": `${short}: decode line ${line} by itself`,
          onclick: () => inspect({ model, bytes: [...fromHex(hex)] }),
        },
        short,
      )
    : make("span", { class: "key" }, record ? "record of history" : "no payload");
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, String(line)),
    make("td", { class: "when" }, time === undefined ? "–" : utc(time)),
    make("td", {}, [device, model && shortName(model)].filter(Boolean).join(", ") || "–"),
    make("td", { class: "what" }, payload),
    make("td", { class: "pairs" }, values.slice(0, 8), more, problems),
  );
}

const textOf = (value) => {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name} ${textOf(each)}`)
    .join(", ");
};
