// States over time, as coloured lanes.
import { make } from "../dom.js";

/** So many colours take turns; the stylesheet has them. */
const COLOURS = 8;

/** A lane for what the store's `strip` gave. */
export function lane({ path, labels, counts, stretch, lasts }) {
  const said = labels
    .map((label, place) => `${label} ${counts[place].toLocaleString("en")}`)
    .join(", ");
  const runs = [];
  for (let place = 0; place < stretch.length; place += 1) {
    const last = runs.at(-1);
    if (last?.state === stretch[place]) last.length += 1;
    else runs.push({ state: stretch[place], at: place, length: 1 });
  }
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", `0 0 ${stretch.length} 10`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `${path} over time. Reports: ${said}.`);
  for (const { state, at, length } of runs) {
    if (state === -1) continue;
    const run = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    run.setAttribute("x", String(at));
    run.setAttribute("width", String(length));
    run.setAttribute("height", "10");
    if (state >= 0) run.dataset.colour = String(state % COLOURS);
    else run.classList.add("several");
    drawing.append(run);
  }
  const legend = labels.map((label, place) =>
    make(
      "li",
      { "data-colour": String(place % COLOURS) },
      make("span", { class: "swatch", "aria-hidden": "true" }),
      `${label} (${counts[place].toLocaleString("en")})`,
    ),
  );
  if (runs.some(({ state }) => state === -2)) {
    legend.push(
      make(
        "li",
        {},
        make("span", { class: "swatch several", "aria-hidden": "true" }),
        "several at this width",
      ),
    );
  }
  return make(
    "div",
    { class: "lane" },
    make("p", { class: "lane-name" }, make("code", {}, path), lasts ? "" : " (events)"),
    drawing,
    make("ul", { class: "legend" }, legend),
  );
}
