// milesight-codec formatter
import { readFileSync } from "node:fs";
import { formatter } from "../formatters.js";
import { Usage } from "./arguments.js";
import { onlyModel } from "./model.js";

export const options = { model: "MODEL", uplink: true, downlink: true, "no-normalize": true };

export function run(options, others) {
  const codec = onlyModel(options, others);
  if (options["no-normalize"]) {
    if (!options.uplink || options.downlink) {
      throw new Usage(
        "--no-normalize goes with --uplink: the script has normalizeUplink for uplinks",
      );
    }
    const file = new URL(`../formatters/${codec.model}.uplink-only.js`, import.meta.url);
    process.stdout.write(readFileSync(file, "utf8"));
    return;
  }
  process.stdout.write(formatter(codec.model, half(options)));
}

/** Both options say the same as neither: a script with both directions. */
function half({ uplink, downlink }) {
  if (Boolean(uplink) === Boolean(downlink)) return undefined;
  return uplink ? "uplink" : "downlink";
}
