const texts = $texts$;
const names = new Map(Object.entries($names$));

export function formatter(model, half) {
  const shown = (value) =>
    typeof value === "string" ? JSON.stringify(value) : `a value of type ${typeof value}`;
  const name = typeof model === "string" ? names.get(model.toLowerCase()) : undefined;
  if (name === undefined) {
    const known = Object.keys(texts).join(", ");
    throw new Error(`unknown model: ${shown(model)}; the models are ${known}`);
  }
  if (half !== undefined && half !== "uplink" && half !== "downlink") {
    const allowed = '"uplink" or "downlink", or nothing for both in one script';
    throw new Error(`unknown half of a formatter: ${shown(half)}; allowed: ${allowed}`);
  }
  return texts[name][half ?? "both"];
}
