// Numbers in sentences.

/** With commas between thousands. The browser's own function loads 20 ms of languages for it. */
export const grouped = (number) => String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");

export const counted = (number, one, many = `${one}s`) =>
  `${grouped(number)} ${number === 1 ? one : many}`;
