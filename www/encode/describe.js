// A schema's description for a form: "Report interval, s: by default every 20 min. Source: WS523 4.4."

/** The label, the rest and the guide's section. */
export function described({ description = "", "x-unit": unit }, name) {
  const [, text, source] = /^(.*?)(?: Source: (.*)\.)?$/s.exec(description);
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
