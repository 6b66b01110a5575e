#!/usr/bin/env node
// The command line: finds the command, runs it, and says how it ended.

import { readFileSync } from "node:fs";
import { nearest, read, Usage } from "./arguments.js";
import { watchOutput } from "./output.js";
import { printable, quoted } from "./print.js";

const commands = {
  decode: () => import("./decode.js"),
  encode: () => import("./encode.js"),
  explain: () => import("./explain.js"),
  detect: () => import("./detect.js"),
  formatter: () => import("./formatter.js"),
  schema: () => import("./schema.js"),
  models: () => import("./models.js"),
  fields: () => import("./fields.js"),
  compare: () => import("./compare.js"),
  simulate: () => import("./simulate.js"),
};

/** The help, which is read where it is asked for. */
const help = async (command) => (await import("./help.js")).help(command);

const version = () =>
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

async function start(words) {
  const [first, ...rest] = words;
  const known = Object.keys(commands).join(", ");
  if (first === undefined) throw new Usage(`no command given; the commands are ${known}`);
  if (first === "--version" || first === "-V") return print(version());
  const asksHelp = first === "help";
  if (["--help", "-h"].includes(first) || (asksHelp && rest.length === 0))
    return print(await help());
  const name = asksHelp ? rest[0] : first;
  if (!Object.hasOwn(commands, name)) {
    const meant = nearest(name, Object.keys(commands));
    throw new Usage(`unknown command: ${quoted(name)}${meant}; the commands are ${known}`);
  }
  if (asksHelp) return print(await help(name));
  try {
    const command = await commands[name]();
    const { options, others } = read(rest, command.options);
    if (options.help) return print(await help(name));
    await command.run(options, others);
  } catch (error) {
    if (error instanceof Usage) error.command = name;
    throw error;
  }
}

function print(text) {
  process.stdout.write(`${text.trimEnd()}\n`);
}

watchOutput(process.stdout);
try {
  await start(process.argv.slice(2));
} catch (error) {
  // A file that cannot be read has a code of the system's; anything else is a fault of the program.
  const isUsage = error instanceof Usage;
  if (!isUsage && typeof error.syscall !== "string") throw error;
  const name = ["milesight-codec", error.command].filter(Boolean).join(" ");
  const hint = isUsage ? `\`${name} --help\` shows how it is used.\n` : "";
  process.stderr.write(`${name}: ${printable(error.message)}\n${hint}`);
  process.exitCode = 2;
}
