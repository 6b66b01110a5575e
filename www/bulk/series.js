// Points over time, made few enough to draw. A point is `[x, value]`, and points are in the order of x.

/** A silence of so many usual intervals is a gap: nothing is known of it. */
const SILENCE = 5;

/** The longest silence that is none yet; without limit where there are too few points to tell. */
export function silenceOf(points) {
  if (points.length < 4) return Number.POSITIVE_INFINITY;
  const apart = [];
  // A thousand intervals tell what is usual.
  const step = Math.max(1, Math.floor(points.length / 1000));
  for (let place = step; place < points.length; place += step) {
    apart.push((points[place][0] - points[place - step][0]) / step);
  }
  apart.sort((one, other) => one - other);
  const usual = apart[Math.floor(apart.length / 2)];
  return usual > 0 ? SILENCE * usual : Number.POSITIVE_INFINITY;
}

/** The points from one x to another. */
export const within = (points, from, to) =>
  points.filter(([x]) => (from === undefined || x >= from) && (to === undefined || x <= to));

/** The lowest and the highest point of each stretch, in their order. */
export function thinned(points, stretches) {
  if (points.length <= 2 * stretches) return points;
  const kept = [];
  const start = points[0][0];
  const width = (points.at(-1)[0] - start) / stretches || 1;
  let place = 0;
  while (place < points.length) {
    const stretch = Math.floor((points[place][0] - start) / width);
    let [low, high] = [place, place];
    for (; place < points.length; place += 1) {
      if (Math.floor((points[place][0] - start) / width) !== stretch) break;
      if (points[place][1] < points[low][1]) low = place;
      if (points[place][1] > points[high][1]) high = place;
    }
    kept.push(points[Math.min(low, high)]);
    if (low !== high) kept.push(points[Math.max(low, high)]);
  }
  return kept;
}

/** The points with `[x, null]` where a silence is, of which the whole series says what is one. */
export function withGaps(points, silence) {
  const found = [];
  for (const point of points) {
    const last = found.at(-1);
    if (last && point[0] - last[0] > silence) found.push([(last[0] + point[0]) / 2, null]);
    found.push(point);
  }
  return found;
}

/** Several series as one table, as the plot takes it: `undefined` where a series has no point at an x. */
export function aligned(series) {
  const x = [...new Set(series.flatMap((points) => points.map(([at]) => at)))].sort(
    (one, other) => one - other,
  );
  const place = new Map(x.map((at, index) => [at, index]));
  const columns = series.map((points) => {
    const column = new Array(x.length).fill(undefined);
    for (const [at, value] of points) column[place.get(at)] = value;
    return holed(column);
  });
  return { x, columns };
}

/** A gap takes all places up to the points beside it: other series may have points within. */
function holed(column) {
  for (let at = 0; at < column.length; at += 1) {
    if (column[at] !== null) continue;
    for (let left = at - 1; column[left] === undefined && left >= 0; left -= 1) column[left] = null;
    for (let right = at + 1; column[right] === undefined && right < column.length; right += 1) {
      column[right] = null;
    }
  }
  return column;
}

/**
 * States over time: for each of so many stretches the state's label, null for none and `several` for
 * several. A state that `lasts` holds until the next report, but not longer than a silence.
 */
export function stretchesOf(points, { from, to, stretches, lasts, silence }) {
  const found = new Array(stretches).fill(null);
  const width = (to - from) / stretches || 1;
  let next = 0;
  let state = null;
  let since = Number.NEGATIVE_INFINITY;
  for (; next < points.length && points[next][0] < from; next += 1) [since, state] = points[next];
  for (let place = 0; place < stretches; place += 1) {
    const begin = from + place * width;
    const end = place === stretches - 1 ? to : begin + width;
    let changes = 0;
    if (!lasts || begin - since > silence) state = null;
    for (; next < points.length && points[next][0] <= end; next += 1) {
      if (points[next][1] !== state) changes += 1;
      [since, state] = points[next];
    }
    // A stretch in which one state ends and another begins is the new one's.
    found[place] = changes > 1 ? several : state;
  }
  return found;
}

/** Marks a stretch with several states. No label is empty. */
export const several = "";
