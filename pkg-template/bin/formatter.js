// milesight-codec formatter
import { formatter } from "../formatters.js";
import { onlyModel } from "./model.js";

export const options = { model: "MODEL", uplink: true, downlink: true };

export function run(options, others) {
  const codec = onlyModel(options, others);
  process.stdout.write(formatter(codec.model, half(options)));
}

/** Both options say the same as neither: a script with both directions. */
function half({ uplink, downlink }) {
  if (Boolean(uplink) === Boolean(downlink)) return undefined;
  return uplink ? "uplink" : "downlink";
}
