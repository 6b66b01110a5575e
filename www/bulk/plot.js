// A number over time.
import uPlot from "uplot";
import { utc } from "../payload/times.js";

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A colour as the canvas takes it: the one of light and dark that holds. */
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * How times stand under the axis, in UTC like all times of this view: for ticks so far apart the text,
 * and what is added where a year, a month or a day begins.
 */
const DAY = 86_400;
const ticks = [
  [365 * DAY, "{YYYY}", null, null],
  [28 * DAY, "{YYYY}-{MM}", null, null],
  [DAY, "{MM}-{DD}", "\n{YYYY}", null],
  [60, "{HH}:{mm}", "\n{YYYY}-{MM}-{DD}", "\n{MM}-{DD}"],
  [1, "{HH}:{mm}:{ss}", "\n{YYYY}-{MM}-{DD}", "\n{MM}-{DD}"],
].map(([apart, text, year, day]) => [apart, text, year, null, day, null, null, null, 1]);

export class Plot {
  #place;
  #plot;
  #zoomed;

  /** `zoomed` is called with the stretch of time that is chosen with the pointer. */
  constructor(place, zoomed) {
    this.#place = place;
    this.#zoomed = zoomed;
    new ResizeObserver(() => {
      if (this.#plot && place.clientWidth > 0) {
        this.#plot.setSize({ width: place.clientWidth, height: this.#plot.height });
      }
    }).observe(place);
  }

  /** Draws what the store's `series` gave. */
  show({ x, y, byLine, thinned, range }, label, unit) {
    this.#plot?.destroy();
    const [ink, line, accent] = ["--faint", "--line", "--accent"].map(colour);
    const font = `12px ${style("--sans") || "sans-serif"}`;
    const axis = {
      stroke: ink,
      font,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
    };
    const options = {
      width: Math.max(this.#place.clientWidth, 200),
      height: 280,
      scales: {
        x: { time: !byLine, range: range && range[0] < range[1] ? () => range : undefined },
      },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      axes: [byLine ? axis : { ...axis, values: ticks }, { ...axis, size: 64 }],
      series: [
        {
          label: byLine ? "Line" : "Time",
          value: (_, raw) => (raw === null ? "–" : byLine ? String(raw) : utc(raw * 1000)),
        },
        {
          label: unit ? `${label}, ${unit}` : label,
          stroke: accent,
          width: 1.5,
          points: { show: !thinned && x.length <= 300, size: 4, fill: accent },
        },
      ],
      hooks: {
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width < 4) return;
            this.#zoomed([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
          },
        ],
      },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
    };
    this.#plot = new uPlot(options, [x, y], this.#place);
  }
}
