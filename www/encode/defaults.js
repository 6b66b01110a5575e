// Values to start from, where a part of a command is begun: allowed ones, so that nothing is an error yet.
import { digitsOf, isPointInTime } from "./describe.js";

const DAY = 86_400;

/** An allowed value of a member. */
export function startOf(schema) {
  const { default: usual, "x-labels": labels, anyOf, type, minimum = 0 } = schema;
  if (usual !== undefined) return usual;
  // Who begins a part of a command wants it to be in use.
  if (labels) return labels.includes("enable") ? "enable" : (labels[1] ?? labels[0]);
  if (anyOf) return startOf(anyOf.find((each) => each.type === "integer") ?? anyOf[0]);
  if (type === "object") return startOfObject(schema);
  if (type === "array") return [startOf(schema.items)];
  // Hex digits, or a text: an empty one would be none.
  if (type === "string") return "0".repeat(digitsOf(schema)) || "-";
  if (isPointInTime(schema)) return Math.floor(Date.now() / 1000 / DAY) * DAY - DAY;
  // A duration or a count of 0 mostly means nothing.
  return minimum <= 0 && schema.maximum >= 1 ? 1 : minimum;
}

/** An object with the members that it must have. */
export function startOfObject({ properties, required = [] }) {
  return Object.fromEntries(required.map((name) => [name, startOf(properties[name])]));
}
