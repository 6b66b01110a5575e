// Which data rates a command's size fits (LoRaWAN Regional Parameters RP002, maximum payload sizes).

const limits = [
  [11, "fits every data rate"],
  [51, "fits every data rate of EU868; the slowest of US915 carries 11"],
  [115, "too long for SF12 to SF10, which carry 51"],
  [222, "needs SF8 or faster; SF9 carries 115"],
  [242, "needs SF8 or faster, and no repeater, which carries 222"],
];

/** "11 bytes · fits every data rate" */
export function sizeText(count) {
  const found = limits.find(([limit]) => count <= limit);
  const text = found?.[1] ?? "too long for every data rate: the fastest carries 242";
  return `${count} ${count === 1 ? "byte" : "bytes"} · ${text}.`;
}

/** Returns true if the bytes do not fit the slowest data rate of EU868. */
export const isLong = (count) => count > 51;
