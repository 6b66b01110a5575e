// Times for people.

const pad = (number, width = 2) => String(number).padStart(width, "0");

/** "2025-06-20 14:35:00 UTC" */
export const utc = (milliseconds) =>
  `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** "2025-06-20 16:35:00", in the browser's zone. */
export function zoneless(milliseconds) {
  const date = new Date(milliseconds);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => pad(part))
    .join(":");
  return `${day} ${time}`;
}

/** "2025-06-20 16:35:00 local", with the zone's offset. */
export function local(milliseconds) {
  const offset = -new Date(milliseconds).getTimezoneOffset();
  const sign = offset < 0 ? "−" : "+";
  const zone = `${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${zoneless(milliseconds)} local (UTC${zone})`;
}

/** Seconds beyond it are no duration: they would be 63 years. */
const LONGEST_DURATION = 2 ** 31 - 1;

/**
 * Returns true if a field is a point in time. If the package does not say so, the range tells: no
 * duration in seconds needs all of 32 bits.
 */
export const isPointInTime = (field) =>
  field?.time ??
  (field?.unit === "s" && field.range !== undefined && field.range[1] > LONGEST_DURATION);
