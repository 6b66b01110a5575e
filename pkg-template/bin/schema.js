// milesight-codec schema
import { Usage } from "./arguments.js";
import { onlyModel } from "./model.js";

export const options = { model: "MODEL", uplink: true, downlink: true };

export function run(options, others) {
  const codec = onlyModel(options, others);
  if (options.uplink && options.downlink) {
    throw new Usage(
      "a schema is of one direction: --uplink, which is meant without any, or --downlink",
    );
  }
  const schema = options.downlink ? codec.downlinkSchema() : codec.uplinkSchema();
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}
