// The command line. Mistakes, their messages and their exit codes.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decoded, gives, installed, json, lines, start, status, test } from "./harness.mjs";

const mistakes = test("errors and exit codes", async (cwd) => {
  const bad = (error) => json({ data: {}, errors: [error] });
  for (const [payload, pattern] of [
    ["zz!", /^not hex: "z" at position 0; not base64 either$/],
    ["08700l", /^not hex: "l" at position 5; not base64 either$/],
    ["08700", /^not hex: 5 digits.* each byte needs 2$/],
    ["", /^bytes: got a list of 0; allowed: 1 to 4096 integers from 0 to 255$/],
    ["7777", /^offset 0: unknown channel 77 77/],
  ]) {
    const { stdout, stderr, code } = await start(cwd, ["decode", "ws523", payload]);
    const { data, errors } = JSON.parse(stdout);
    assert.deepStrictEqual([data, errors.length, code], [{}, 1, 1]);
    assert.match(errors[0], pattern);
    assert.strictEqual(stderr, `milesight-codec: ${errors[0]}\n`);
  }
  await gives(cwd, ["decode", "ws523", "087001", "xyz"], {
    stdout: json(status) + bad('not hex: "x" at position 0; not base64 either'),
    stderr: 'milesight-codec: argument 2: not hex: "x" at position 0; not base64 either\n',
    code: 1,
  });
  await gives(cwd, ["decode", "ws523", "--from", "ndjson", "5"], {
    stdout: bad("not a JSON object or list"),
    stderr: "milesight-codec: not a JSON object or list\n",
    code: 1,
  });
  const { stdout, stderr, code } = await start(cwd, ["decode", "ws523"], {
    input: `${"a".repeat(3_000_000)}\n087001\n{"x":1}\n[8]\n{\n`,
  });
  const results = stdout.trimEnd().split("\n").map(JSON.parse);
  assert.deepStrictEqual(results[0].errors, ["longer than 1048576 characters"]);
  assert.deepStrictEqual(results[1], status);
  assert.match(
    results[2].decoded.errors[0],
    /^no payload in it: its member is x; allowed are bytes, data,/,
  );
  assert.match(results[3].errors[0], /^offset 0: channel 08 is cut short/);
  assert.match(results[4].errors[0], /^not JSON: /);
  assert.match(stderr, /\nmilesight-codec: 4 of 5 payloads had errors\n$/);
  assert.strictEqual(code, 1);
  // An object is none of a table, however long it is.
  await gives(cwd, ["decode", "ws523", "--column", "payload"], {
    input: `${JSON.stringify({ x: "a".repeat(2_000_000), payload: "087001" })}\n{"payload":"087001"}\n`,
    stdout: bad("longer than 1048576 characters") + decoded('{"payload":"087001"}'),
    stderr: lines(
      "milesight-codec: line 1: longer than 1048576 characters",
      "milesight-codec: 1 of 2 payloads had errors",
    ),
    code: 1,
  });
  // As Windows writes texts, with its mark, and without it in either order.
  const utf16 = Buffer.from("087001\r\n", "utf16le");
  for (const input of [
    Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
    utf16,
    Buffer.from(utf16).swap16(),
  ]) {
    await gives(cwd, ["decode", "ws523"], {
      input,
      stderr: /^milesight-codec decode: the input is UTF-16; save it as UTF-8, .*\n.*\n$/,
      code: 2,
    });
  }
  // A list on one line that is too long for it could be taken apart.
  await gives(cwd, ["decode", "ws523"], {
    input: ` [{"bytes":"${"0".repeat(3_000_000)}"}]\n087001`,
    stdout:
      bad("longer than 1048576 characters; of a JSON list, jq -c '.[]' makes a line of each item") +
      json(status),
    stderr: /milesight-codec: line 1: longer than 1048576 characters; of a JSON list, .*\n.*\n/,
    code: 1,
  });
  // After twenty, errors of a stream are counted only.
  const many = await start(cwd, ["decode", "ws523"], { input: "zz\n".repeat(50) });
  assert.strictEqual(many.stderr.split("\n").length, 23);
  assert.match(many.stderr, /50 of 50 payloads had errors\n$/);

  const models = `the models are ${(await installed(cwd)).models.join(", ")}`;
  const commands =
    "the commands are decode, encode, explain, detect, formatter, schema, models, fields, compare, simulate";
  for (const [args, message, command] of [
    [[], `no command given; ${commands}`],
    [["decod"], `unknown command: "decod" (did you mean decode?); ${commands}`],
    [["help", "toString"], `unknown command: "toString"; ${commands}`],
    [["decode"], `no model given; ${models}; auto finds it out`, "decode"],
    [["decode", "ws999", "00"], `unknown model: "ws999"; ${models}; auto finds it out`, "decode"],
    [["encode", "auto", "a=1"], `unknown model: "auto"; ${models}`, "encode"],
    [
      ["decode", "ws523", "--from", "xml"],
      '--from: got "xml"; allowed: lines, ndjson, csv',
      "decode",
    ],
    [
      ["decode", "ws523", "--hex", "--base64"],
      "payloads are either: got --hex and --base64",
      "decode",
    ],
    [
      ["decode", "auto", "--downlink"],
      "--downlink needs a model: only uplinks tell which one they are of",
      "decode",
    ],
    [["decode", "ws523", "--column"], "--column needs a value: --column NAME", "decode"],
    [["decode", "ws523", "--pretty=2"], '--pretty takes no value: got "2"', "decode"],
    [
      ["encode", "ws523", "reboot=yes", "--fport", "300"],
      '--fport: got "300"; allowed: a whole number from 1 to 223',
      "encode",
    ],
    [
      ["encode", "ws523", "reboot=yes", "--max-bytes", "243"],
      '--max-bytes: got "243"; allowed: a whole number from 1 to 242',
      "encode",
    ],
    [["encode", "ws523", "reboot=yes", "reboot=no"], "reboot is given twice", "encode"],
    [
      ["encode", "ws523", "reboot=yes", "--hex", "--json"],
      "the bytes are written in one way: got --hex and --json",
      "encode",
    ],
    [["schema", "ws523", "ws101"], 'one model at a time: got "ws101" besides', "schema"],
    [
      ["formatter", "vs321", "--no-normalize"],
      "--no-normalize goes with --uplink: the script has normalizeUplink for uplinks",
      "formatter",
    ],
    [
      ["formatter", "ws523", "--uplnk"],
      "unknown option: --uplnk (did you mean --uplink?); the options are --model, --uplink, --downlink, --no-normalize, --help",
      "formatter",
    ],
  ]) {
    const name = ["milesight-codec", command].filter(Boolean).join(" ");
    await gives(cwd, args, {
      stderr: `${name}: ${message}\n\`${name} --help\` shows how it is used.\n`,
      code: 2,
    });
  }
  const { version } = JSON.parse(
    readFileSync(join(cwd, "node_modules", "milesight-codec", "package.json"), "utf8"),
  );
  await gives(cwd, ["--version"], { stdout: `${version}\n` });
});

export const mistakesTests = [mistakes];
