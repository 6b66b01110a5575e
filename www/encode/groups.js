// Commands by what they are about. The words of their names tell, as the vendor's vocabulary has them; a
// member `x-group` of the schema has the last word.

/** The groups in the order of the form, with the words that a name may have. */
const groups = [
  ["D2D", ["d2d"]],
  ["History", ["history", "retransmit", "resend", "transmit"]],
  ["LoRaWAN", ["lora", "lorawan", "adr", "rejoin", "join"]],
  ["Alarms", ["alarm", "threshold", "protection"]],
  ["Reporting", ["report", "reporting", "collection", "sampling"]],
  ["Switching", ["socket", "switch", "delay", "relay", "power", "lock"]],
];

const ACTIONS = "Actions";
const OTHER = "Device";
const order = ["Reporting", "Alarms", "Switching", "D2D", "History", "LoRaWAN", OTHER, ACTIONS];

/** Returns true if a command has nothing to say but that it be done. */
export const isAction = ({ "x-labels": labels }) =>
  labels?.length === 2 && labels[0] === "no" && labels[1] === "yes";

function groupOf(name, schema) {
  if (schema["x-group"]) return schema["x-group"];
  if (isAction(schema)) return ACTIONS;
  const words = name.split("_");
  return groups.find(([, own]) => words.some((word) => own.includes(word)))?.[0] ?? OTHER;
}

/** The members of a command's schema by group: `[title, names]`, without empty groups. */
export function grouped(properties) {
  const found = new Map(order.map((title) => [title, []]));
  for (const [name, schema] of Object.entries(properties)) {
    const title = groupOf(name, schema);
    found.set(title, [...(found.get(title) ?? []), name]);
  }
  return [...found].filter(([, names]) => names.length > 0);
}
