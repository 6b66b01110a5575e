// The command line. Hostile input: it cannot reach the terminal, fill it, or pass for success.
import assert from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cpuSeconds, decoded, gives, json, lines, shell, start, status, test } from "./harness.mjs";

/** ESC, a bell, C1's CSI, a line separator, and a sign that turns text around. */
const CONTROLS = "\x1b[31m\x07\x9b2J\u2028\u202e";
const hasControls = (text) => /[\p{Cc}\u2028\u202e]/u.test(text.replaceAll("\n", ""));

const escapes = test("nothing that a terminal obeys is printed", async (cwd) => {
  writeFileSync(join(cwd, "control.csv"), `payload,${CONTROLS}\n087001,a\n`);
  for (const [args, input] of [
    [["decode", "ws523", `zz${CONTROLS}`]],
    [["decode", "ws523"], `{"a":${CONTROLS}}\n`],
    [["decode", "ws523"], `a,${CONTROLS}\n1,2\n`],
    [["decode", "ws523", "--column", CONTROLS], "a,b\n1,2\n"],
    [["decode", "ws523", `--${CONTROLS}`]],
    [["decode", CONTROLS]],
    [[CONTROLS]],
    [["decode", "ws523", "--fields", CONTROLS]],
    [["decode", "ws523", `{"${CONTROLS.slice(5)}":1}`.replace("\x07", "")]],
    [["encode", "ws523", `${CONTROLS}=1`]],
    [["encode", "ws523", `{"${CONTROLS.replaceAll("\x1b", "").replaceAll("\x07", "")}":1}`]],
    [["decode", "--model-from", "m"], `{"m":"\u202e\u009b","bytes":"087001"}\n`],
    [["decode", "ws523", `no${CONTROLS}.csv`]],
    [["explain", "ws523"], `{"\u009b":1}\n`],
  ]) {
    const { stderr, code } = await start(cwd, args, { input });
    assert.ok(code > 0, `${args} is an error`);
    assert.ok(!hasControls(stderr), JSON.stringify(stderr));
    assert.notStrictEqual(stderr, "");
  }
  // Elsewhere than on a terminal an object comes out as it came.
  const object = '{"bytes":"087001","name":"\u009b\u202e"}';
  await gives(cwd, ["decode", "ws523", object], { stdout: decoded(object) });
});

/** `script` of util-linux gives the program a terminal. */
const terminal = test("on a terminal: colours, and escaped output", async (cwd) => {
  const line = (command) => `script -qec ${JSON.stringify(command)} /dev/null < /dev/null`;
  const env = "TERM=xterm NO_COLOR=";
  const explain = await shell(cwd, line(`${env} milesight-codec explain ws523 087001`));
  assert.ok(explain.stdout.startsWith("\x1b[1moffset"), explain.stdout);
  for (const plain of ["TERM=xterm NO_COLOR=1", "TERM=dumb NO_COLOR="]) {
    const { stdout } = await shell(cwd, line(`${plain} milesight-codec explain ws523 087001`));
    assert.match(stdout, /^offset /);
  }
  const failed = await shell(cwd, line(`${env} milesight-codec decode ws523 zz`));
  assert.ok(failed.stdout.includes("milesight-codec: \x1b[31mnot hex"), failed.stdout);
  writeFileSync(join(cwd, "c1.ndjson"), '{"bytes":"087001","name":"\u009b2J\u202e"}\n');
  const { stdout } = await shell(cwd, line("milesight-codec decode ws523 c1.ndjson"));
  assert.ok(stdout.includes('"name":"\\u009b2J\\u202e"'), JSON.stringify(stdout));
});

const long = "x".repeat(1000);
const limits =
  test("names and values are quoted up to 40 characters, lists up to a count", async (cwd) => {
    for (const args of [
      ["decode", long],
      [long],
      ["decode", "ws523", `--${long}`],
      ["decode", "ws523", "--fields", long],
      ["decode", "ws523", `--pretty=${long}`],
      ["encode", "ws523", "a=1", long],
      ["encode", "ws523", `${long}=1`, `${long}=2`],
      ["decode", "ws523", "--from", long],
      ["decode", "ws523", "--encoding", long],
      ["schema", "ws523", long],
    ]) {
      const { stderr, code } = await start(cwd, args);
      assert.ok(!stderr.includes("x".repeat(41)), stderr);
      assert.ok(stderr.includes("x".repeat(38)), stderr);
      assert.strictEqual(code, 2);
    }
    // A command with 60 unknown names.
    const names = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`name${index}`, 1]));
    const many = await start(cwd, ["encode", "ws523", JSON.stringify(names)]);
    const told = many.stderr.trimEnd().split("\n");
    assert.deepStrictEqual(
      [told.length, told.at(-1)],
      [51, "milesight-codec: data: 10 more problems"],
    );

    const header = (count) => `payload${",a".repeat(count - 1)}\n087001\n`;
    const { code } = await start(cwd, ["decode", "ws523"], { input: header(4096) });
    assert.strictEqual(code, 0);
    await gives(cwd, ["decode", "ws523"], {
      input: header(4097),
      stderr: /milesight-codec decode: the header has 4097 columns; allowed: 4096 at most\n.*\n/,
      code: 2,
    });
    const unnamed = await start(cwd, ["decode", "ws523", "--from", "csv"], {
      input: `${Array.from({ length: 4000 }, (_, index) => `column${index}`).join(",")}\n`,
    });
    assert.ok(unnamed.stderr.length < 1000, unnamed.stderr);

    const deep = (count) => `${Array(count).fill("a").join(".")}=1`;
    await gives(cwd, ["encode", "ws523", deep(16)], {
      stderr: "milesight-codec: a: unknown field\n",
      code: 1,
    });
    for (const count of [17, 20_000]) {
      const { stderr, code } = await start(cwd, ["encode", "ws523", deep(count)]);
      assert.match(
        stderr,
        /^milesight-codec encode: a\.a.*: \d+ names deep; allowed: 16 at most\n/,
      );
      assert.deepStrictEqual([code, stderr.length < 300], [2, true]);
    }
    const path = deep(17).slice(0, -2);
    await gives(cwd, ["decode", "ws523", "--column", path], {
      stderr: /milesight-codec decode: --column: a path has 16 parts at most\n.*\n/,
      code: 2,
    });

    const text = (count) => "00".repeat(count / 2);
    const told64 = await start(cwd, ["decode", "ws523"], {
      input: lines(text(65_538), JSON.stringify({ bytes: text(65_538) })),
    });
    assert.match(
      told64.stderr,
      /^(?:milesight-codec: line \d: the payload has 65538 characters; allowed: 65536 at most\n){2}/,
    );
  });

const safe = test("--safe-csv", async (cwd) => {
  const cells = ["=1+1", "+a", "-a", "@SUM(A1)", "-5.2", "+1", "-5,2", "a=b", "\ta"];
  const row = (cell) => (/[,"]/.test(cell) ? `"${cell}"` : cell);
  const table = lines("name,payload", ...cells.map((cell) => `${row(cell)},087001`));
  const marked = [...cells.slice(0, 4).map((cell) => `'${cell}`), ...cells.slice(4, 8), "'\ta"];
  const made = (cells) =>
    lines(
      "name,payload,socket_status,warnings,errors",
      ...cells.map((cell) => `${row(cell)},087001,on,,`),
    );
  const args = ["decode", "ws523", "--fields", "socket_status"];
  await gives(cwd, args, { input: table, stdout: made(cells) });
  await gives(cwd, [...args, "--safe-csv"], { input: table, stdout: made(marked) });
  await gives(cwd, [...args, "--safe-csv", "--keep", "name"], {
    input: json({ name: '=HYPERLINK("x")', bytes: "087001" }),
    stdout: lines("name,socket_status,warnings,errors", `"'=HYPERLINK(""x"")",on,,`),
  });
});

const streams = test("a folder, a full disk and a closed pipe", async (cwd) => {
  mkdirSync(join(cwd, "a-folder"), { recursive: true });
  for (const command of ["decode ws523", "encode ws523", "detect", "explain auto"]) {
    const { stdout, stderr, code } = await shell(cwd, `milesight-codec ${command} < a-folder`);
    assert.match(stderr, /^milesight-codec \w+: standard input is a folder\n/);
    assert.deepStrictEqual([stdout, code], ["", 2]);
  }
  writeFileSync(join(cwd, "payloads.txt"), "087001\n".repeat(10_000));
  const full = await shell(cwd, "milesight-codec decode ws523 payloads.txt > /dev/full");
  assert.match(full.stderr, /^milesight-codec: standard output: .*ENOSPC.*\n$/);
  assert.strictEqual(full.code, 1);
  for (const command of ["models", "fields vs321", "schema vs321", "--help", "help decode"]) {
    const { stderr, code } = await shell(cwd, `milesight-codec ${command} > /dev/full`);
    assert.match(stderr, /ENOSPC/);
    assert.strictEqual(code, 1);
    const closed = await shell(cwd, `milesight-codec ${command} | true`);
    assert.deepStrictEqual([closed.stderr, closed.code], ["", 0]);
  }
  const head = await shell(cwd, "milesight-codec decode ws523 payloads.txt | head -n 1");
  assert.deepStrictEqual([head.stdout, head.stderr, head.code], [json(status), "", 0]);
});

/** Half a second would be felt at every prompt. Another file that is loaded costs about a millisecond. */
const startup = test("a first result takes a quarter of a second at most", async (cwd) => {
  const node = await cpuSeconds(cwd, ["--version"], { rounds: 5 });
  const own = await cpuSeconds(cwd, ["decode", "ws523", "087001"], { rounds: 5 });
  const milliseconds = (1000 * (own - node)).toFixed(0);
  const said = `${milliseconds} ms more than --version, which loads no codec`;
  assert.ok(own - node < 0.25, said);
  return said;
});

export const limitsTests = [escapes, terminal, limits, safe, streams, startup];
