// A schema's description for a form: its label, what it says, and the guide's section.

/** The end of a description, in which the source stands. */
const SOURCE = " Source: ";

/**
 * The label, the rest and the source of a member. They are told apart by where the package puts them,
 * not by what they say: "Label, unit: about. Source: section."
 */
export function described({ description = "", "x-unit": unit }, name) {
  const at = description.lastIndexOf(SOURCE);
  const text = at < 0 ? description : description.slice(0, at);
  const source = at < 0 ? undefined : description.slice(at + SOURCE.length).replace(/\.$/, "");
  const [head, ...rest] = text.replace(/\.$/, "").split(": ");
  const label = unit && head.endsWith(`, ${unit}`) ? head.slice(0, -unit.length - 2) : head;
  const about = rest.join(": ").replace(/^./, (letter) => letter.toUpperCase());
  return { label: label || name, about, source };
}

/** "60 to 64800 s, in steps of 0.1" */
export function rangeText({ type, minimum, maximum, "x-unit": unit, "x-step": step }) {
  if (minimum === undefined) return "";
  const numbers = `${minimum} to ${maximum}${unit ? ` ${unit}` : ""}`;
  return type === "number" && step ? `${numbers}, in steps of ${step}` : numbers;
}

/** Seconds beyond it are no duration: they would be 63 years. */
const LONGEST_DURATION = 2 ** 31 - 1;

/** Returns true if a member is a point in time. */
export const isPointInTime = ({ "x-time": time, "x-unit": unit, maximum }) =>
  time ?? (unit === "s" && maximum > LONGEST_DURATION);

/** How many digits a text of hex digits has; the pattern is the package's own. */
export const digitsOf = ({ pattern = "" }) => Number(/\{(\d+)\}/.exec(pattern)?.[1] ?? 0);
