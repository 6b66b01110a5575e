// The view "File": uplinks of many devices as a plot, strips of states, and a table.
import { announce, save } from "../copy.js";
import { byId, make, pause } from "../dom.js";
import { examplesOf, fieldsOf, modelPicker, models } from "../models.js";
import { counted, grouped } from "../number.js";
import { sentence } from "../payload/text.js";
import { Client } from "./client.js";
import { clocks } from "./clock.js";
import { legendItem } from "./colours.js";
import { building } from "./examples.js";
import { States } from "./states.js";
import { Table } from "./table.js";
import { countsText, endsText, hintFor, seriesText, sizeText } from "./texts.js";

/** So many stretches of time a plot and a strip have. */
const STRETCHES = 600;

/** A longer text is not put into the field: the browser would take seconds to lay it out. */
const LONG = 1 << 16;

/** So much of a long text is turned into bytes at a time. */
const PIECE = 1 << 19;

/** Starts the view. `inspect` shows one payload under "Decode". */
export function startMany(inspect) {
  const text = byId("many-text");
  const model = modelPicker("many-model", "Detect");
  const column = byId("many-column");
  const client = new Client();
  let source;
  /** The whole file's summary, and that of what is looked at: one device, or all. */
  let summary;
  let look = {};
  let zoom;
  let plot;
  /** How often there was something else to decode, or to look at: an answer may come too late. */
  let newest = 0;
  let looks = 0;
  const clock = () => clocks[byId("many-clock").value];
  const table = new Table({
    inspect,
    ask: async (asked) => ({
      ...(await client.ask("page", { ...asked, device: device(), range: zoom })),
      clock: clock(),
    }),
    shown: (task) => guarded("The table", "shown", task),
  });
  const states = new States(() => timeShown());

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
    const naive = byId("many-naive").value;
    const settings = { blob, model: model.value, column: column.value.trim() || undefined, naive };
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
    zoom = undefined;
    const mine = newest;
    byId("many-all").disabled = true;
    const { counts, problem, zoneless } = found;
    byId("many-problem").textContent = problem ? `${sentence(problem)}.` : hintFor(found);
    byId("many-result").hidden = counts.payloads === 0;
    byId("many-counts").textContent = countsText(found);
    announce(countsText(found));
    if (counts.payloads === 0) {
      if (!problem) byId("many-problem").textContent = "There is no payload in it.";
      return;
    }
    tellZones(zoneless);
    const devices = found.devices.map(({ name, count }) =>
      make("option", { value: JSON.stringify(name) }, `${name || "no name"} (${grouped(count)})`),
    );
    byId("many-device").replaceChildren(make("option", { value: "" }, "All devices"), ...devices);
    byId("many-device-choice").hidden = found.devices.length < 2;
    byId("many-device").value = "";
    table.reset();
    lookAt(found);
    await pause();
    await table.show();
    await pause();
    if (mine === newest) await showTime();
  }

  function tellZones(zoneless) {
    byId("many-zoneless").hidden = zoneless === 0;
    byId("many-zone").hidden = zoneless === 0;
    const taken = byId("many-naive").selectedOptions[0].textContent;
    byId("many-zone").textContent =
      `${counted(zoneless, "time")} in it ${zoneless === 1 ? "has" : "have"} no zone, and ${zoneless === 1 ? "is" : "are"} taken as ${taken}. Choose below if that is wrong.`;
  }

  /** Takes the summary of what is looked at: its counts, its numbers, its states. */
  function lookAt(own) {
    look = own;
    byId("many-only").disabled = own.counts.warnings + own.counts.errors === 0;
    const before = byId("many-field").value;
    const numbers = own.numbers.map(({ path, unit, count }) =>
      make("option", { value: path }, `${path}${unit ? `, ${unit}` : ""} (${grouped(count)})`),
    );
    byId("many-field").replaceChildren(...numbers);
    if (own.numbers.some(({ path }) => path === before)) byId("many-field").value = before;
    byId("many-plot-card").hidden = numbers.length === 0;
    states.reset(own.states);
  }

  const device = () =>
    byId("many-device").value === "" ? undefined : JSON.parse(byId("many-device").value);

  /** Draws the plot and the strips for the stretch of time that is looked at. */
  async function showTime() {
    const own = device();
    const [from, to] = zoom ?? [];
    looks += 1;
    const mine = looks;
    let range = zoom;
    const field = look.numbers.find(({ path }) => path === byId("many-field").value);
    if (field) {
      const asked = { path: field.path, device: own, from, to, stretches: STRETCHES };
      const series = await client.ask("series", asked);
      plot ??= import("./plot.js")
        .then(({ Plot }) => new Plot(byId("many-plot"), (chosen) => lookAtTime(chosen)))
        .catch((error) => {
          // It may be there the next time.
          plot = undefined;
          throw error;
        });
      const drawn = await plot;
      await pause();
      if (mine !== looks) return;
      const told = seriesText(series, field, clock());
      byId("many-plot-said").textContent = told;
      byId("many-plot").setAttribute("aria-label", `Plot. ${told}`);
      drawn.show({ ...series, range: zoom ?? series.range }, field.path, field.unit, clock());
      const legend = series.lines.length > 1 ? series.lines : [];
      byId("many-legend").replaceChildren(
        ...legend.map(({ device: name, count }, index) =>
          legendItem(index, `${name || "no name"} (${grouped(count)})`),
        ),
      );
      range ??= series.whole;
    }
    for (const id of ["in", "out", "earlier", "later"]) byId(`many-${id}`).disabled = !range;
    await pause();
    await showStates(own, range, mine);
  }

  async function showStates(own, range, mine) {
    const { paths } = states;
    const [from, to] = range ?? [];
    const asked = { paths, device: own, from, to, stretches: STRETCHES };
    const { lanes, range: whole } =
      paths.length > 0 ? await client.ask("lanes", asked) : { lanes: [] };
    if (mine !== looks) return;
    states.show(lanes);
    await tellSize();
    if (mine !== looks) return;
    byId("many-states-said").textContent = whole
      ? `From ${endsText(whole, summary.byLine, clock())}.`
      : "";
  }

  /** Looks at a stretch of time; at all of it without one. The table shows the same stretch. */
  function lookAtTime(range) {
    zoom = range;
    byId("many-all").disabled = zoom === undefined;
    guarded("The table", "shown", () => table.show({ first: true }));
    return timeShown();
  }

  /** Moves and stretches what is looked at, in parts of its length. */
  async function move(start, end) {
    const asked = { path: byId("many-field").value, device: device(), stretches: 1 };
    const { whole } = await client.ask("series", asked);
    if (!whole) return;
    const [from, to] = zoom ?? whole;
    const length = to - from;
    await lookAtTime([from + start * length, to + end * length]);
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

  /** Shows the memory that the worker uses, including the values that are drawn. */
  async function tellSize() {
    const { size, rows } = await client.ask("summary", {});
    byId("many-source").textContent =
      `${source.name}, ${sizeText(source.blob.size)}; ${counted(rows, "row")} kept in ${sizeText(size)}.`;
  }

  const timeShown = () => guarded("The values over time", "shown", showTime);
  const moved = (start, end) => guarded("The values over time", "shown", () => move(start, end));

  /** Takes a text that was pasted: into the field, if it is not too long for one. */
  function take(pasted) {
    text.value = pasted.length < LONG ? pasted : "";
    guarded("The text", "read", () => runLong(pasted));
  }

  const again = () => source && run(source.blob, source.name);
  const runText = () => {
    if (text.value.trim() !== "") run(new Blob([text.value]), "Pasted text");
  };
  model.addEventListener("input", again);
  column.addEventListener("change", again);
  byId("many-naive").addEventListener("change", again);
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
    const lines = building(models, examplesOf, fieldsOf, Date.now());
    text.value = "";
    run(new Blob([lines]), "Examples, varied over three days");
  });
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (pasted.length < LONG) return;
    event.preventDefault();
    take(pasted);
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
    else if (dropped) take(dropped);
  });
  byId("many-field").addEventListener("input", timeShown);
  byId("many-clock").addEventListener("input", () => {
    timeShown();
    guarded("The table", "shown", () => table.show());
  });
  byId("many-device").addEventListener("input", () =>
    guarded("The device", "shown", async () => {
      lookAt(await client.ask("summary", { device: device() }));
      const { devices, cancelled } = summary;
      byId("many-counts").textContent = countsText({
        ...look,
        cancelled,
        devices: device() === undefined ? devices : [{ name: device() }],
      });
      await lookAtTime(undefined);
    }),
  );
  byId("many-in").addEventListener("click", () => moved(0.25, -0.25));
  byId("many-out").addEventListener("click", () => moved(-0.5, 0.5));
  byId("many-earlier").addEventListener("click", () => moved(-0.5, -0.5));
  byId("many-later").addEventListener("click", () => moved(0.5, 0.5));
  byId("many-all").addEventListener("click", () => lookAtTime(undefined));
  for (const form of ["csv", "json"]) {
    byId(`many-${form}`).addEventListener("click", () =>
      guarded(`decoded.${form}`, "saved", async () => {
        const look = { device: device(), range: zoom };
        const asked = form === "csv" ? { ...look, safe: !byId("many-raw").checked } : look;
        save(`decoded.${form}`, await client.ask(form, asked));
      }),
    );
  }
  document.addEventListener("themechange", () => {
    if (summary?.numbers.length > 0 && !byId("many-result").hidden) timeShown();
  });

  return {
    link: () => ({}),
    /** Decodes a text that was pasted elsewhere. */
    take(pasted) {
      take(pasted);
      return true;
    },
  };
}
