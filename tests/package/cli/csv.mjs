// The command line. Tables.
import assert from "node:assert";
import {
  cpuSeconds,
  decoded,
  gives,
  installed,
  lines,
  on,
  start,
  switched,
  test,
  unknown,
} from "./harness.mjs";

const unclosed = (cell) =>
  `cell ${cell} begins with a quote and does not end with one; within quotes, a quote is doubled`;

const tooLong = (cell) =>
  `cell ${cell} begins with a quote and is longer than 1048576 characters, where a line counts as 100 more`;

const told = (problem) =>
  problem.includes(",") || problem.includes('"') ? `"${problem.replaceAll('"', '""')}"` : problem;

const tables = test("CSV", async (cwd) => {
  await gives(cwd, ["decode", "ws523"], {
    input: '\ufefftime,payload\n1,087001\n2,"0374\n f508"\n"a ""b"", c",CHAB\n',
    stdout: lines(
      "\ufefftime,payload,decoded,warnings,errors",
      '1,087001,"{""socket_status"":""on""}",,',
      '2,"0374\n f508","{""voltage"":229.3}",,',
      '"a ""b"", c",CHAB,"{""socket_status"":""on""}",,',
    ),
  });
  await gives(cwd, ["decode", "ws523", "--column", "Raw", "--fields", "voltage, socket_status"], {
    input: "raw;n\r\n0374f508;1\r\n087001;\r\nzz;3",
    stdout: lines(
      "raw;n;voltage;socket_status;warnings;errors\r",
      "0374f508;1;229.3;;;\r",
      "087001;;;on;;\r",
      'zz;3;;;;"not hex: ""z"" at position 0; not base64 either"',
    ),
    stderr: lines(
      'milesight-codec: line 4: not hex: "z" at position 0; not base64 either',
      "milesight-codec: 1 of 3 payloads had errors",
    ),
    code: 1,
  });
  await gives(cwd, ["decode", "vs321", "--fields", "history[0].timestamp,history"], {
    input: "data\n01 75 64\n",
    stdout: lines("data,history[0].timestamp,history,warnings,errors", "01 75 64,,,,"),
  });
  await gives(cwd, ["decode", "ws523"], {
    input: "time,raw\n12:00,087001\n",
    stderr:
      /^milesight-codec decode: no column .* its columns are time, raw; --column NAME says.*\n.*\n$/,
    code: 2,
  });
  await gives(cwd, ["decode", "ws523", "--fields", "voltage,socket_staus"], {
    input: "payload\n087001\n",
    stderr:
      /^milesight-codec decode: --fields: "socket_staus" is no field of ws523 \(did you mean socket_status\?\)\n.*\n$/,
    code: 2,
  });
  await gives(cwd, ["decode", "auto", "--fields", "voltage,temperature,delay_task"], {
    input: "payload\n0374f508\n",
    stdout: lines("payload,voltage,temperature,delay_task,warnings,errors", "0374f508,229.3,,,,"),
  });
  await gives(cwd, ["decode", "ws523", "--from", "csv"], {
    input: "a,b\n1,2\n",
    stderr:
      /^milesight-codec decode: no column bytes, data, payload, frm_payload, hex, .* in the table; its columns are a, b;.*\n.*\n$/,
    code: 2,
  });
  await gives(cwd, ["decode", "ws523"], {
    input: "payload,payload \n087001,0374f508\n",
    stdout: lines(
      "payload,payload ,decoded,warnings,errors",
      '087001,0374f508,"{""socket_status"":""on""}",,',
    ),
  });
});

const quotes = test("CSV: quotes that open no cell take no rows with them", async (cwd) => {
  await gives(cwd, switched, {
    input: lines(
      "payload,name",
      '087001,rack 19"',
      '087001,19" and 21"',
      '087001,"rack, 19"""',
      // As some write tables: blanks before and behind a quoted cell.
      '087001, "a, b" ',
      '087001, "a',
      '087001,"19" rack',
      '"087001","two',
      "",
      'lines"',
      "087001,",
    ),
    stdout: lines(
      "payload,name,socket_status,warnings,errors",
      on('087001,"rack 19"""'),
      on('087001,"19"" and 21"""'),
      on('087001,"rack, 19"""'),
      on('087001,"a, b"'),
      on('087001," ""a"'),
      on('087001,"""19"" rack"'),
      on('087001,"two\n\nlines"'),
      on("087001,"),
    ),
  });
});

const unendedCells =
  test("CSV: a quoted cell that does not end costs its line alone", async (cwd) => {
    const header = "payload,name,socket_status,warnings,errors";
    const broken = unknown('087001,"""rack"', told(unclosed(2)));
    const failure = (line) => `milesight-codec: line ${line}: ${unclosed(2)}`;
    // The end of the input; another cell, that begins where the first would have to end; a line that is too long.
    for (const [others, after, more = []] of [
      [
        ["087001,a", "087001,b"],
        [on("087001,a"), on("087001,b")],
      ],
      [
        ["087001,a", '087001,"b\nc"'],
        [on("087001,a"), on('087001,"b\nc"')],
      ],
      [
        ["087001,a", "x".repeat(1_100_000), "087001,b"],
        [
          on("087001,a"),
          unknown(",", "the line is longer than 1048576 characters"),
          on("087001,b"),
        ],
        ["milesight-codec: line 4: the line is longer than 1048576 characters"],
      ],
    ]) {
      const count = after.length + 1;
      await gives(cwd, switched, {
        input: lines("payload,name", '087001,"rack', ...others),
        stdout: lines(header, broken, ...after),
        stderr: lines(
          failure(2),
          ...more,
          `milesight-codec: ${1 + more.length} of ${count} payloads had errors`,
        ),
        code: 1,
      });
    }
    // The bound on a row's length, in the middle of the input: rows before, at and behind it are whole.
    const many = Array(120_000).fill("087001,rack");
    const { stdout, code } = await start(cwd, switched, {
      input: lines("payload,name", '087001,"rack', ...many, '087001,"two\nlines"'),
    });
    const cut = unknown('087001,"""rack"', told(tooLong(2)));
    const expected = lines(header, cut, ...many.map(on), on('087001,"two\nlines"'));
    assert.deepStrictEqual([stdout === expected, code], [true, 1]);
    await gives(cwd, switched, {
      input: 'payload,"name\n087001,a\n',
      stderr: /^milesight-codec decode: the header, line 1: cell 2 begins with a quote .*\n.*\n$/,
      code: 2,
    });
  });

/** A reader that starts again at each quote takes minutes for these. */
const linear = test("CSV: time grows as the input does, whatever quotes are in it", async (cwd) => {
  const said = [];
  for (const [first, line] of [
    ['087001,rack 19"\n', "087001,rack\n"],
    ['087001,"rack\n', "087001,rack\n"],
    ["", '087001,"rack\n'],
    // Within a cell and without one, the line ends within a cell.
    ['"\n', '",b""","x\n'],
    ["", `${'"a,""b,'.repeat(1000)}\n`],
    ["", `${', "a, ""b, """c'.repeat(1000)}\n`],
  ]) {
    const seconds = async (size) => {
      const input = `payload,name\n${first}${line.repeat(size / line.length)}`;
      return cpuSeconds(cwd, switched, { rounds: 2, input, damaged: true });
    };
    // Five times the input: about five times the time, and 25 times if it grew as the square.
    const [small, large] = [await seconds(600_000), await seconds(3_000_000)];
    said.push(large.toFixed(1));
    assert.ok(large < 12 * small, `${small} s and ${large} s for ${line.slice(0, 20)}`);
  }
  return `${said.join(", ")} s for 3 MB`;
});

/** A cell that a stray quote opens takes the lines behind it along, short and blank ones too. */
const strayMemory = test("CSV: a stray quote takes no memory without end", async (cwd) => {
  const env = { NODE_OPTIONS: "--max-old-space-size=96" };
  for (const [line, count] of [
    ["\n", 3_000_000],
    ["a\n", 300_000],
  ]) {
    const input = `payload,name\n087001,"x\n${line.repeat(count)}`;
    const { stdout, code } = await start(cwd, switched, { input, env });
    assert.ok(stdout.startsWith("payload,name,socket_status,warnings,errors\n087001,"));
    assert.ok(stdout.includes(tooLong(2)));
    assert.equal(code, 1);
  }
  // Under a wide header every row is as wide.
  const width = 4095;
  const input = `payload${",".repeat(width)}\n${"087001\n".repeat(2500)}`;
  const { stdout, code } = await start(cwd, switched, { input, env });
  const rows = stdout.trimEnd().split("\n");
  assert.deepEqual([code, rows.length], [0, 2501]);
  assert.equal(rows[2500], `087001${",".repeat(width)},on,,`);
});

const widths =
  test("CSV: what is added stands under its header, however wide a row", async (cwd) => {
    await gives(cwd, switched, {
      input: lines(
        "time,payload",
        "12:00,087001,",
        "12:01,087001,, ,",
        "12:02",
        "12:03,087001,a,,b,",
        "1,2,087001",
        " ",
        "12:04;087001",
      ),
      stdout: lines(
        "time,payload,socket_status,warnings,errors",
        on("12:00,087001"),
        on("12:01,087001"),
        unknown("12:02,", '"the row has 1 cell, the header 2"'),
        unknown('12:03,"087001,a,,b"', '"the row has 5 cells, the header 2"'),
        unknown('1,"2,087001"', '"the row has 3 cells, the header 2"'),
        unknown(" ,"),
        unknown("12:04;087001,", '"the row has 1 cell, the header 2"'),
      ),
      stderr: lines(
        "milesight-codec: line 4: the row has 1 cell, the header 2",
        "milesight-codec: line 5: the row has 5 cells, the header 2",
        "milesight-codec: line 6: the row has 3 cells, the header 2",
        "milesight-codec: line 8: the row has 1 cell, the header 2",
        "milesight-codec: 4 of 7 payloads had errors",
      ),
      code: 1,
    });
    // The last column is the payload's own.
    await gives(cwd, switched, {
      input: lines("payload", "x,087001", ","),
      stdout: lines(
        "payload,socket_status,warnings,errors",
        unknown('"x,087001"', '"the row has 2 cells, the header 1"'),
        unknown(""),
      ),
      stderr: /milesight-codec: line 2: the row has 2 cells, the header 1\n.*\n/,
      code: 1,
    });
  });

const spreadsheets =
  test("CSV: a line that names the separator, empty rows, columns", async (cwd) => {
    await gives(cwd, switched, {
      input: "\ufeffsep=;\r\na, b, c;payload\r\n1;087001\r\n",
      stdout: "\ufeffsep=;\r\na, b, c;payload;socket_status;warnings;errors\r\n1;087001;on;;\r\n",
    });
    await gives(cwd, [...switched, "--column", "raw"], {
      input: "sep=|\n\nn|raw\n1|087001\n",
      stdout: lines("sep=|", "n|raw|socket_status|warnings|errors", "1|087001|on||"),
    });
    const { detectModels } = await installed(cwd);
    const known = detectModels([8, 0x70, 1]).join(" ");
    await gives(cwd, ["detect"], {
      input: "sep=\t\npayload\n087001\n",
      stdout: lines(known),
    });
    await gives(cwd, switched, {
      input: "sep=;\n",
      stderr: /milesight-codec decode: the table ends before its header\n.*\n/,
      code: 2,
    });
    await gives(cwd, switched, {
      input: '"Temp; min; max",payload\n1,087001\n',
      stdout: lines("Temp; min; max,payload,socket_status,warnings,errors", on("1,087001")),
    });
    // Rows without a payload pass as events without one do.
    await gives(cwd, switched, {
      input: lines("time,payload", "12:00,", "12:01,087001", ",", "12:02, "),
      stdout: lines(
        "time,payload,socket_status,warnings,errors",
        unknown("12:00,"),
        on("12:01,087001"),
        unknown(","),
        unknown("12:02, "),
      ),
    });
    await gives(cwd, ["detect"], {
      input: lines("payload,n", ",1", "087001,2"),
      stdout: `\n${known}\n`,
    });
    await gives(cwd, switched, {
      input: lines("time,payload", "12:00,"),
      stdout: lines("time,payload,socket_status,warnings,errors", unknown("12:00,")),
      stderr: "milesight-codec: no payload in the row; --column NAME says which column has it\n",
    });
    // Of several that could have the payload, the same one as in an object, wherever it stands.
    await gives(cwd, switched, {
      input: lines("hex,payload,Data", "0374f508,0374f508,087001"),
      stdout: lines(
        "hex,payload,Data,socket_status,warnings,errors",
        on("0374f508,0374f508,087001"),
      ),
    });
    const object = '{"hex":"0374f508","payload":"0374f508","data":"087001"}';
    await gives(cwd, ["decode", "ws523"], { input: lines(object), stdout: decoded(object) });
  });

const entries = test("CSV: a field of all of a list's entries", async (cwd) => {
  // VS321 5.1.4: 20 ce, the time 1b 44 66 e8 as 4 bytes, 01 and people counted, or 00 and regions.
  const people = "20cee81b44660105000000";
  const later = "20ceea1b44660107000000";
  const desks = "20cee91b44660003000200";
  const fields = "history[].timestamp,history[].people_total_counts,history[0].timestamp";
  await gives(cwd, ["decode", "vs321", "--fields", fields], {
    input: lines("payload", people, people + desks + later, desks, "017564"),
    stdout: lines(
      `payload,${fields},warnings,errors`,
      `${people},[1715739624],[5],1715739624,,`,
      `${people}${desks}${later},"[1715739624,1715739625,1715739626]","[5,null,7]",1715739624,,`,
      `${desks},[1715739625],,1715739625,,`,
      "017564,,,,,",
    ),
  });
  await gives(cwd, ["decode", "vs321", "--fields", "history[],history"], {
    input: lines("payload", people),
    stdout: lines(
      "payload,history[],history,warnings,errors",
      `${people},${Array(2).fill('"[{""timestamp"":1715739624,""people_total_counts"":5}]"')},,`,
    ),
  });
  for (const field of ["history[", "history[].", "history[].x", "battery[]"]) {
    await gives(cwd, ["decode", "vs321", "--fields", field], {
      input: lines("payload", people),
      stderr: /^milesight-codec decode: --fields: ".*" is no field of vs321.*\n.*\n$/,
      code: 2,
    });
  }
});

export const csvTests = [
  tables,
  quotes,
  unendedCells,
  linear,
  strayMemory,
  widths,
  spreadsheets,
  entries,
];
