// Transcripts of the command line, `*.txt` beside this file and the examples of the documentation. A line that
// begins with `$` is run by bash; the lines below it, up to a blank one, are what it takes and gives:
//
//   $ LINE   `decode` and the other commands are the program's; `milesight-codec` is the program itself
//   > LINE   standard input
//   + LINE   standard input, which comes out with `"decoded":{"data":{"socket_status":"on"}}` as last member
//   ~ LINE   standard input, which comes out as it is
//   ! LINE   standard error
//   = CODE   the exit code where it is not 0
//   LINE     standard output; `.` is an empty line
//
// `…` is any text within a line, and any lines where it is a line's all. Each heading (`#`) has a folder.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { here } from "../project.mjs";

const commands =
  "decode encode explain detect formatter schema models fields compare simulate".split(" ");
const prelude = commands.map((name) => `${name}() { milesight-codec ${name} "$@"; }; `).join("");

/** Runs a line of bash in a folder, with the package's program of the project `home` on the path. */
export function shell(home, line, { input, cwd = home, node = process.execPath } = {}) {
  const path = [join(home, "node_modules", ".bin"), dirname(node), process.env.PATH];
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-o", "pipefail", "-c", line], {
      cwd,
      // In another locale bash does not make characters of numbers.
      env: { ...process.env, PATH: path.join(":"), LC_ALL: "C.UTF-8" },
    });
    const result = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        result[name] += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...result, code }));
    // A program that stops early does not read to the end.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

const decoded = (line) => line.replace(/\}$/, ',"decoded":{"data":{"socket_status":"on"}}}');

/** The commands of a text with what they take and give, by heading. */
export function parse(text) {
  const headings = [];
  let command;
  for (const [at, line] of text.split("\n").entries()) {
    const [, mark, rest] = /^([$>+~!=#]) (.*)$/.exec(line) ?? [];
    if (mark === "#") headings.push({ heading: rest, commands: [] });
    if (mark === "$") {
      command = { place: at + 1, line: rest, input: [], stdout: [], stderr: [], code: 0 };
      headings.at(-1).commands.push(command);
    } else if (line === "" || mark === "#") command = undefined;
    // A line that stands alone is a comment.
    else if (command === undefined) continue;
    else if (mark === "!") command.stderr.push(rest);
    else if (mark === "=") command.code = Number(rest);
    else {
      if (mark) command.input.push(rest);
      if (mark === "+") command.stdout.push(decoded(rest));
      else if (mark !== ">") command.stdout.push(mark ? rest : line.replace(/^\.$/, ""));
    }
  }
  return headings;
}

function matches(lines, text) {
  const patterns = lines.map((line) =>
    line === "…"
      ? "(?:.*\n)*"
      : `${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*")}\n`,
  );
  return new RegExp(`^${patterns.join("")}$`).test(text);
}

/** Runs commands in a folder, and throws with all that did not give what it should. */
export async function play(home, commands, { file, cwd, node, start = prelude }) {
  const wrong = [];
  for (const { place, line, input, stdout, stderr, code } of commands) {
    const given = input.map((text) => `${text}\n`).join("");
    const got = await shell(home, start + line, { input: given, cwd, node });
    if (matches(stdout, got.stdout) && matches(stderr, got.stderr) && code === got.code) continue;
    const shown = (out, err, code) => `${out}${err.replaceAll(/^(?=.)/gm, "! ")}= ${code}`;
    const text = (lines) => lines.map((text) => `${text}\n`).join("");
    wrong.push(
      `${file}:${place}: $ ${line}\nexpected\n${shown(text(stdout), text(stderr), code)}\ngot\n${shown(got.stdout, got.stderr, got.code)}`,
    );
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n\n"));
  return `${commands.length} commands`;
}

/** Registers a test for each heading of a transcript. */
export function transcript(test, name) {
  const file = `tests/package/cli/${name}.txt`;
  for (const { heading, commands } of parse(
    readFileSync(join(here, "cli", `${name}.txt`), "utf8"),
  )) {
    test(heading, (home) =>
      play(home, commands, { file, cwd: mkdtempSync(join(dirname(home), "cli-")) }),
    );
  }
}
