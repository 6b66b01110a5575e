// A number over time: a line for each device.
import uPlot from "uplot";
import { colourOf } from "./colours.js";
import { watchZoom } from "./zoom.js";

const DAY = 86_400;

/** How times stand under the axis: for ticks so far apart the text, and what is added where a day begins. */
const ticks = [
  [365 * DAY, "{YYYY}", null, null],
  [28 * DAY, "{YYYY}-{MM}", null, null],
  [DAY, "{MM}-{DD}", "\n{YYYY}", null],
  [60, "{HH}:{mm}", "\n{YYYY}-{MM}-{DD}", "\n{MM}-{DD}"],
  [1, "{HH}:{mm}:{ss}", "\n{YYYY}-{MM}-{DD}", "\n{MM}-{DD}"],
].map(([apart, text, year, day]) => [apart, text, year, null, day, null, null, null, 1]);

/** More points than these are drawn as a line alone. */
const DOTS = 300;

export class Plot {
  #place;
  #plot;
  #zoomed;

  /** `zoomed` is called with the stretch of time that is chosen, or with nothing for all of it. */
  constructor(place, zoomed) {
    this.#place = place;
    this.#zoomed = zoomed;
    watchZoom(place, () => this.#plot, zoomed);
    new ResizeObserver(() => {
      if (this.#plot && place.clientWidth > 0) {
        this.#plot.setSize({ width: place.clientWidth, height: this.#plot.height });
      }
    }).observe(place);
  }

  /** Draws what the store's `series` gave; `clock` is how times are told. */
  show({ x, lines, byLine, thinned, range }, label, unit, clock) {
    this.#plot?.destroy();
    const [ink, line] = ["--faint", "--line"].map((name) => colourOf(`var(${name})`));
    const font = "13px sans-serif";
    const axis = {
      stroke: ink,
      font,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
    };
    const series = lines.map(({ device }, index) => ({
      label: lines.length > 1 ? device || "no name" : unit ? `${label}, ${unit}` : label,
      stroke: colourOf("var(--rim)", index),
      width: 1.5,
      dash: index >= 8 ? [6, 4] : undefined,
      spanGaps: false,
      points: { show: !thinned && x.length <= DOTS, size: 4 },
    }));
    const options = {
      width: Math.max(this.#place.clientWidth, 200),
      height: 260,
      scales: {
        x: { time: !byLine, range: range && range[0] < range[1] ? () => range : undefined },
      },
      tzDate: (seconds) => {
        const date = new Date(seconds * 1000);
        return clock.zone ? uPlot.tzDate(date, clock.zone) : date;
      },
      axes: [byLine ? axis : { ...axis, values: ticks }, { ...axis, size: 64 }],
      legend: { show: false },
      series: [{}, ...series],
      hooks: {
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width < 4) return;
            this.#zoomed([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
          },
        ],
      },
      cursor: {
        drag: { x: true, y: false, setScale: false },
        points: { size: 7 },
        bind: { dblclick: () => null },
      },
    };
    this.#plot = new uPlot(options, [x, ...lines.map(({ y }) => y)], this.#place);
  }
}
