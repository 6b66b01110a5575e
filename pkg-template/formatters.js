import { find } from "./lib/find.js";

const texts = $texts$;
const names = $names$;

export function formatter(model, half) {
  const name = find(model, names, Object.keys(texts));
  if (half !== undefined && half !== "uplink" && half !== "downlink") {
    const given =
      typeof half === "string" ? JSON.stringify(half) : `a value of type ${typeof half}`;
    const allowed = '"uplink" or "downlink", or nothing for both in one script';
    throw new Error(`unknown half of a formatter: ${given}; allowed: ${allowed}`);
  }
  return texts[name][half ?? "both"];
}
