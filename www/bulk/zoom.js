// Zooming a plot by wheel, by two fingers, and back by a double click or tap.
import { settled } from "../dom.js";

/** A turn of the wheel makes the stretch so much longer or shorter. */
const STEP = 1.25;

/** The data is asked for once the wheel or the fingers rest, in milliseconds. */
const REST = 120;

/** `plotOf` gives the plot that is shown; `zoomed` is called with a stretch, or with nothing for all. */
export function watchZoom(place, plotOf, zoomed) {
  let range;
  const tell = settled(() => zoomed(range), REST);

  /** Shows a stretch at once, and asks for its data soon. */
  function look(from, to) {
    if (!(to > from)) return;
    range = [from, to];
    plotOf().scales.x.range = () => range;
    plotOf().redraw(true, true);
    tell();
  }

  const over = (event) => plotOf()?.over.contains(event.target);
  const at = (clientX) => {
    const plot = plotOf();
    return plot.posToVal(clientX - plot.over.getBoundingClientRect().left, "x");
  };

  place.addEventListener(
    "wheel",
    (event) => {
      if (!over(event) || event.deltaY === 0) return;
      event.preventDefault();
      const { min, max } = plotOf().scales.x;
      const centre = at(event.clientX);
      const factor = event.deltaY > 0 ? STEP : 1 / STEP;
      look(centre - (centre - min) * factor, centre + (max - centre) * factor);
    },
    { passive: false },
  );
  place.addEventListener("dblclick", (event) => {
    if (over(event)) zoomed(undefined);
  });

  /** Fingers, by their number, with where they began; two of them pull the stretch. */
  const fingers = new Map();
  let held;
  place.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !over(event)) return;
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 2) held = [...fingers.values()].map(at).sort((one, other) => one - other);
  });
  place.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size !== 2 || !held) return;
    const { width, left } = plotOf().over.getBoundingClientRect();
    const [one, other] = [...fingers.values()].map((x) => x - left).sort((a, b) => a - b);
    if (other - one < 20) return;
    // The points under the fingers stay under them.
    const scale = (held[1] - held[0]) / (other - one);
    look(held[0] - one * scale, held[0] + (width - one) * scale);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    place.addEventListener(name, (event) => {
      fingers.delete(event.pointerId);
      held = undefined;
    });
  }
}
