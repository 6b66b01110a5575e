// States over time, as coloured lanes.
import { make } from "../dom.js";
import { grouped } from "../number.js";
import { COLOURS } from "./colours.js";
import { several } from "./series.js";

const SVG = "http://www.w3.org/2000/svg";

/** The runs of the same state: `{ state, at, length }`. */
function runsOf(stretch) {
  const runs = [];
  stretch.forEach((state, at) => {
    const last = runs.at(-1);
    if (last && last.state === state) last.length += 1;
    else runs.push({ state, at, length: 1 });
  });
  return runs;
}

function drawn(path, { device, counts, stretch }, colours) {
  const said = counts.map(([label, count]) => `${label} ${grouped(count)}`).join(", ");
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${stretch.length} 10`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "img");
  const of = device ? ` of ${device}` : "";
  drawing.setAttribute("aria-label", `${path} over time${of}. Reports: ${said}.`);
  for (const { state, at, length } of runsOf(stretch)) {
    if (state === null) continue;
    const run = document.createElementNS(SVG, "rect");
    run.setAttribute("x", String(at));
    run.setAttribute("width", String(length));
    run.setAttribute("height", "10");
    if (state === several) run.classList.add("several");
    else {
      const number = colours.of(state);
      run.dataset.colour = String(number % COLOURS);
      run.classList.toggle("second", number >= COLOURS);
    }
    drawing.append(run);
  }
  return drawing;
}

/** A lane for what the store's `lanes` gave: a strip for each device. */
export function lane({ path, lasts, more, strips }, colours) {
  const alone = strips.length === 1;
  return make(
    "div",
    { class: "lane" },
    make("p", { class: "lane-name" }, make("code", {}, path), lasts ? "" : " (events)"),
    make(
      "div",
      { class: alone ? "strips alone" : "strips" },
      strips.flatMap((strip) => [
        !alone && make("span", { class: "strip-name" }, strip.device || "no name"),
        drawn(path, strip, colours),
      ]),
    ),
    more > 0 && make("p", { class: "hint" }, `${more} more devices; choose one to see it.`),
  );
}
