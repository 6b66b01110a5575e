// The JSON Schemas in the two libraries of JavaScript that people use them with, as strict as they come.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { vectors } from "../cases.mjs";
import { test } from "../runner.mjs";
import { execute, here } from "./project.mjs";

const library = (path) => pathToFileURL(join(here, "node_modules", path)).href;

/** Commands that each encoder refuses, by their schema. */
const refused = {
  vs321: [{ report_interval: 1 }, { d2d_key: "00" }, { lora_port: "85" }],
  ws101: [{ reporting_interval: 59 }, { buzzer_enable: "on" }],
  ws523: [{ delay_time: 60 }, { cancel_delay_task: "no" }, { socket_status: "open" }],
};

const program = `
import Ajv from ${JSON.stringify(library("ajv/dist/2020.js"))};
import { fromJSONSchema } from ${JSON.stringify(library("zod/index.js"))};
import { readFileSync } from "node:fs";
import { codecFor, models } from "milesight-codec";

const { vectors, refused } = JSON.parse(readFileSync("given.json", "utf8"));
let count = 0;
const equal = (given, wanted, what) => {
  count += 1;
  if (given !== wanted) throw new Error(what + ": " + given);
};
for (const model of models) {
  const codec = codecFor(model);
  const ajv = new Ajv.default({ strict: true, strictTypes: false });
  ajv.addVocabulary(["x-unit", "x-step", "x-labels", "x-aliases"]);
  const up = [ajv.compile(codec.uplinkSchema()), fromJSONSchema(codec.uplinkSchema())];
  const down = [ajv.compile(codec.downlinkSchema()), fromJSONSchema(codec.downlinkSchema())];
  const judge = ([ajv, zod], data, wanted) => {
    const what = model + " " + JSON.stringify(data);
    equal(ajv(data), wanted, "Ajv: " + what);
    // Zod lets names pass that are not known to one side of an intersection.
    const isStray = !wanted && ("rebot" in data || "sn" in data);
    if (!isStray) equal(zod.safeParse(data).success, wanted, "Zod: " + what);
  };
  for (const { type, input, output } of vectors[model]) {
    if (type === "uplink") judge(up, output.data, true);
    if (type === "downlink-encode") judge(down, input.data, true);
  }
  const none = [{}, { reboot: "no" }, { reboot: false }, { rebot: "yes" }, { reboot: "yes", sn: "" }];
  for (const data of [...none, ...(refused[model] ?? [])]) {
    if (!codec.encodeDownlink({ data }).errors) throw new Error(model + " takes " + JSON.stringify(data));
    judge(down, data, false);
  }
}
console.log(count + " judgements");
`;

test("schemas in Ajv and Zod", async (workspace) => {
  const given = JSON.stringify({ vectors, refused });
  const cwd = await workspace.project({ "schemas.mjs": program, "given.json": given });
  return (await execute(process.execPath, ["schemas.mjs"], { cwd })).trim();
});
