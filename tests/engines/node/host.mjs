// Runs payload formatters in V8, as Node has it. ../protocol.md says what it reads and writes.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import vm from "node:vm";

const { values: options } = parseArgs({
  options: {
    script: { type: "string" },
    strict: { type: "boolean" },
    globals: { type: "boolean" },
  },
});
const context = vm.createContext();
const driver = vm.runInContext(
  readFileSync(new URL("../goja/driver.js", import.meta.url), "utf8"),
  context,
);
const before = driver.snapshot();
const script = readFileSync(options.script, "utf8");
vm.runInContext((options.strict ? '"use strict";\n' : "") + script, context);
const functions = vm.runInContext(driver.functions, context);

// By hand: readline splits lines at U+2028 as well, which JSON may hold.
let rest = "";
for await (const chunk of process.stdin.setEncoding("utf8")) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  process.stdout.write(lines.map((line) => `${driver.call(functions, line)}\n`).join(""));
}
if (options.globals) console.log(driver.compare(before));
