// The command line. JSON: over several lines, in lists, cut short, and coming out as it came.
import assert from "node:assert";
import { decoded, gives, json, lines, start, status, test } from "./harness.mjs";

const layouts = test("JSON behind a topic, over several lines, and in lists", async (cwd) => {
  const webhook = '{"uplink_message":{"frm_payload":"CHAB"}}';
  const chirpstack = '{"deviceInfo":{},"data":"CHAB"}';
  for (const args of [[], ["--from", "ndjson"]]) {
    await gives(cwd, ["decode", "ws523", ...args], {
      input: lines(
        `application/1/device/24e124/event/up ${chirpstack}`,
        `v3/my-app@ttn/devices/x, y/up ${webhook}`,
      ),
      stdout: decoded(chirpstack, webhook),
    });
  }
  // Names with commas between are those of a table, but not where JSON follows them.
  await gives(cwd, ["decode", "ws523"], {
    input: 'time, payload {"a":1\n',
    stdout: /\{"data":\{\},"errors":\["not JSON: .*"\]\}\n/,
    stderr: /milesight-codec: line 1: not JSON: .*\nmilesight-codec: 1 of 1 payloads had errors\n/,
    code: 1,
  });
  const pretty = '{\n  "id": 1.0,\n  "text": "a  } b",\n  "bytes": [\n    8, 112, 1\n  ]\n}';
  const plain = '{"id":1.0,"text":"a  } b","bytes":[8,112,1]}';
  const bare = '{"bytes":"087001"}';
  await gives(cwd, ["decode", "ws523"], {
    input: lines(pretty, bare, "087001", pretty),
    stdout: decoded(plain, bare) + json(status) + decoded(plain),
  });
  await gives(cwd, ["decode", "ws523", pretty, "[8,112,1]"], {
    stdout: decoded(plain) + json(status),
  });
  await gives(cwd, ["decode", "ws523"], {
    input: lines(
      "[8,112,1]",
      "[\n  8,\n  112,\n  1\n]",
      "[[8,112,1]]",
      `[${bare},${bare}]`,
      `[\n  ${bare},\n${pretty},\n{"a":\n[]\n,"bytes":"CHAB"}\n]`,
    ),
    stdout:
      json(status, status, status) + decoded(bare, bare, bare, plain, '{"a":[],"bytes":"CHAB"}'),
  });
  // A value that is cut short is reported by itself, and whole ones behind it are decoded.
  const cut = await start(cwd, ["decode", "ws523"], {
    input: lines(
      '{"bytes":"0870',
      bare,
      '{"a":1,',
      bare,
      "[info",
      "087001",
      `[${bare},`,
      "5]",
      `[${bare}`,
    ),
  });
  assert.match(
    cut.stderr,
    /^.*line 1: not JSON.*\n.*line 3: not JSON.*\n.*line 5: not JSON.*\n.*line 7: not JSON.*list of objects alone\n.*line 9: not JSON: a list begins here and does not end\n.*5 of 10 payloads had errors\n$/,
  );
  const known = cut.stdout.split("\n").filter((line) => line.includes('"on"'));
  assert.strictEqual(
    lines(...known),
    decoded(bare, bare) + json(status) + decoded(bare) + decoded(bare),
  );
  // Nor does it take lines that are no JSON, or numbers where none can stand.
  const data = '{"data":"CHAB"}';
  for (const [first, ...others] of [
    ['t/1 {"a":1,', `t/1 ${data}`, `true ${data}`, `1/2 ${data}`, "087001", "0374f508"],
    ['{"a":1,', "087001", "175640", "0374f508"],
    ['{"a":1', "175640", "087001"],
    ["[", "087001", "0374f508"],
    ["[", "8,", "112", "175640", "-1", "087001"],
    [`[${bare},`, "087001", `t/1 ${data}`],
  ]) {
    const read = others.filter((line) => /^0|\{/.test(line));
    const { stdout } = await start(cwd, ["decode", "ws523"], { input: lines(first, ...others) });
    const known = stdout.split("\n").filter((line) => /"on"|229\.3/.test(line));
    const begun = first.includes(bare) ? 1 : 0;
    assert.strictEqual(known.length, begun + read.length, `${first}\n${stdout}`);
  }
  await gives(cwd, ["decode", "ws523"], {
    input: lines(
      "[8,",
      "112",
      ",1",
      "]",
      '{"bytes":[',
      " 8 ,",
      "112,",
      "1],",
      '"a":',
      "-1.5e3",
      "}",
    ),
    stdout: json(status) + decoded('{"bytes":[8,112,1],"a":-1.5e3}'),
  });
  for (const cut of [`[${bare},`, `[${bare},\n`, `[${bare}\n\n,`]) {
    const error = "not JSON: a list begins here and does not end";
    await gives(cwd, ["decode", "ws523", cut], {
      stdout: decoded(bare) + json({ data: {}, errors: [error] }),
      stderr: `milesight-codec: ${error}\n`,
      code: 1,
    });
  }
  await gives(cwd, ["decode", "ws523"], {
    input: `[${bare},\n${bare}, {"bytes":"zz"}]\n`,
    stdout: /.*"on"\}\}\}\n.*"on"\}\}\}\n.*"decoded":\{"data":\{\},"errors":\["not hex.*"\]\}\}\n/,
    stderr:
      /milesight-codec: line 2, item 3: not hex.*\nmilesight-codec: 1 of 3 payloads had errors\n/,
    code: 1,
  });
  // So deep that neither reading nor writing may go down by calls.
  const deep = `{"bytes":"087001","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  await gives(cwd, ["decode", "ws523"], { input: lines(deep), stdout: decoded(deep) });
  await gives(cwd, ["encode", "ws523"], {
    input: '[\n{"reboot":"yes"},\n{\n"reboot":"yes"}]\n',
    stdout: lines("ff10ff", "ff10ff"),
  });
});

const unchanged = test("objects come out as they came", async (cwd) => {
  const objects = [
    '{"id":12345678901234567890,"v":1.0,"e":1E2,"s":"\\u00e4\\/","bytes":"087001"}',
    '{ "id": -0,  "a" : {} , "bytes": "087001", "id": 2}',
    '{"__proto__":1,"bytes":"087001"}',
  ];
  await gives(cwd, ["decode", "ws523"], { input: lines(...objects), stdout: decoded(...objects) });
  // Beside a result from before, too, which gives way to the new one; of several, readers take the last.
  const result = JSON.stringify(status);
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const [before, after] of [
    ['{"decoded":{"old":1},"bytes":"087001"} ', `{"decoded":${result},"bytes":"087001"}`],
    [
      '{"v":1.0,"a":{"decoded":2},"s":"decoded","decoded" : [{"decoded":",}"}], "bytes":"087001"}',
      `{"v":1.0,"a":{"decoded":2},"s":"decoded","decoded" :${result}, "bytes":"087001"}`,
    ],
    [
      '{"id":12345678901234567890,"bytes":"087001","decoded":0,"d\\u0065coded":[0]}',
      `{"id":12345678901234567890,"bytes":"087001","decoded":0,"d\\u0065coded":${result}}`,
    ],
    [
      `{"decoded":${deep},"a":${deep},"bytes":"087001"}`,
      `{"decoded":${result},"a":${deep},"bytes":"087001"}`,
    ],
  ]) {
    await gives(cwd, ["decode", "ws523"], { input: lines(before), stdout: lines(after) });
  }
  // Deep nesting is not indented so far that it fills the memory.
  const indented = await start(cwd, ["decode", "ws523", "--pretty"], {
    input: `{"a":${deep},"bytes":"087001"}`,
  });
  assert.deepStrictEqual([indented.stderr, indented.stdout.length < 30 * deep.length], ["", true]);
  const nested = { a: {}, l: [], k: [1, { b: 'x, {y}: "[' }], bytes: "087001" };
  await gives(cwd, ["decode", "ws523", "--pretty"], {
    input: `${json(nested)}{"n":1.0,"hex":"087001"}`,
    stdout: `${JSON.stringify({ ...nested, decoded: status }, null, 2)}\n${JSON.stringify(
      { n: 1.5, hex: "087001", decoded: status },
      null,
      2,
    ).replace("1.5", "1.0")}\n`,
  });
});

export const jsonTests = [layouts, unchanged];
