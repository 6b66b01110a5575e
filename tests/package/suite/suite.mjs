// The one suite that every runtime and every bundle runs: no imports but its own, nothing of one runtime alone.
import { calls } from "./calls.mjs";
import { plainEntries, playCase } from "./cases.mjs";
import { eventsOfServers } from "./events.mjs";
import { hostile } from "./hostile.mjs";
import { lists } from "./lists.mjs";
import { Tester } from "./tester.mjs";

/**
 * Runs everything over the package as a user imported it: `root` is "milesight-codec", `entries` its
 * models' entries by name, `plainRoot` and `plain` those of "milesight-codec/js", `formatters` and `events` the
 * entries of those names, `vectors` the case files by model: `examples`, and `cases` with those among them.
 * Returns how much ran, and what failed.
 */
export function run({ vectors: { examples, cases }, ...given }) {
  const test = new Tester();
  const { entries, plain } = given;
  let count = 0;
  for (const [model, list] of Object.entries(cases)) {
    for (const codec of [entries[model], plain[model]]) {
      for (const one of list) test.group(one.place, () => playCase(test, codec, one));
    }
    count += list.length;
  }
  const all = { ...given, vectors: examples };
  for (const group of [...calls, ...lists, ...hostile, plainEntries])
    test.group(group.name, () => group(test, all));
  test.group("events", () => eventsOfServers(test, all));
  return { cases: count, checks: test.checks, failures: test.failures };
}

/** The events alone, where neither WebAssembly nor a model by it is to be had. */
export function runEvents(given) {
  const test = new Tester();
  test.group("events", () => eventsOfServers(test, given));
  return { checks: test.checks, failures: test.failures };
}
