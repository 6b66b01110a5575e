// The middle of measured times, and of their ratios.

export const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

export const geometricMean = (list) =>
  Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length);
