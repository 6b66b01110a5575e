// The command line. Inputs as servers, bridges and spreadsheets write them, and as they come out.
import assert from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decoded, gives, json, lines, start, status, switched, test, voltage } from "./harness.mjs";

const lists = test("bytes in brackets, with 0x", async (cwd) => {
  // WS523 4.1, 4.2, as in the other tests.
  const ways = [
    "[0x08, 0x70, 0x01]",
    "{0x08,0x70,0x1}",
    "[0x8, 112, 0x1];",
    " [ 0X08, 0x70, 1, ] ",
  ];
  for (const way of ways) await gives(cwd, ["decode", "ws523", way], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523", "[0x08,", "0x70,", "0x01]"], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523"], {
    input: lines("[0x03, 0x74, 0xf5, 0x08]", ...ways, '{"payload":"[0x08, 0x70, 0x01]"}'),
    stdout: json(voltage, ...ways.map(() => status)) + decoded('{"payload":"[0x08, 0x70, 0x01]"}'),
  });
  const error = "bytes[1]: got 300; allowed: an integer from 0 to 255";
  const { stdout, code } = await start(cwd, ["decode", "ws523", "[0x08, 300]"]);
  assert.match(JSON.parse(stdout).errors[0], /^bytes.*300/, error);
  assert.strictEqual(code, 1);
});

const places = test("the members of other servers, and objects within", async (cwd) => {
  const found = [
    '{"WirelessDeviceId":"5b58","PayloadData":"CHAB","WirelessMetadata":{"LoRaWAN":{"FPort":85}}}',
    '{"DevEUI_uplink":{"DevEUI":"24E124AABBCCDD04","FPort":85,"payload_hex":"087001"}}',
    '{"payload_hex":"087001"}',
    '{"PayloadData":"CHAB"}',
    '{"app_eui":"69","dev_eui":"1C","payload":"CHAB","port":85}',
    '{"cmd":"rx","EUI":"0102030405060708","port":85,"data":"087001"}',
    '{"id":1,"data":{"payload":"087001"}}',
    '{"data":{"bytes":[8,112,1]}}',
    '{"payload":{"hex":"087001"}}',
  ];
  await gives(cwd, ["decode", "ws523"], { input: lines(...found), stdout: decoded(...found) });
  // LORIOT writes hex; base64 would read other bytes from the same digits.
  await gives(cwd, ["decode", "ws523", "--column", "payload_hex"], {
    input: "n,payload_hex\n1,087001\n",
    stdout: lines(
      "n,payload_hex,decoded,warnings,errors",
      '1,087001,"{""socket_status"":""on""}",,',
    ),
  });
});

const doubled = test("base64 of hex text", async (cwd) => {
  // "087001" and "0374f508" in ASCII.
  await gives(cwd, ["decode", "ws523", "MDg3MDAx", "MDM3NGY1MDg="], {
    stdout: json(status, voltage),
  });
  const event = '{"deviceInfo":{},"data":"MDg3MDAx"}';
  await gives(cwd, ["decode", "ws523", event], { stdout: decoded(event) });
  // The option asks for the bytes as they are.
  const { stdout, code } = await start(cwd, ["decode", "ws523", "--base64", "MDg3MDAx"]);
  assert.match(stdout, /unknown channel 30 38/);
  assert.strictEqual(code, 1);
});

const frames = test("whole LoRaWAN frames are said to be encrypted", async (cwd) => {
  // A data frame of the device 260b192b, fPort 85, in LoRaWAN 1.0.4's order: MHDR, DevAddr, FCtrl, FCnt.
  const rest = "2b190b268001005511223344aabbccdd";
  for (const [type, kind] of [
    ["40", "uplink"],
    ["80", "confirmed uplink"],
    ["60", "downlink"],
    ["a0", "confirmed downlink"],
  ]) {
    for (const args of [
      ["decode", "ws523"],
      ["decode", "auto"],
      ["detect"],
      ["explain", "ws523"],
    ]) {
      const { stderr, code } = await start(cwd, [...args, type + rest]);
      const hint = `(it looks like a whole LoRaWAN frame, ${kind} of the device address 260b192b, which is encrypted; take the payload that the network server decrypts)`;
      assert.ok(stderr.includes(hint), stderr);
      assert.strictEqual(code, 1);
    }
  }
  const { stderr } = await start(cwd, ["decode", "ws523", "4070"]);
  assert.doesNotMatch(stderr, /LoRaWAN frame/);
});

const encodings = test("input that is not UTF-8 is refused, or converted", async (cwd) => {
  // "Küche" in Windows-1252, and in UTF-16.
  const table = "payload,name\n087001,a\n087001,K\u00fcche\n";
  const latin = Buffer.from(table, "latin1");
  const made = "payload,name,socket_status,warnings,errors\n087001,a,on,,\n";
  await gives(cwd, switched, {
    input: latin,
    stdout: made,
    stderr:
      /milesight-codec decode: line 3 is not UTF-8; save the file as UTF-8, or name its encoding: --encoding windows-1252\n.*\n/,
    code: 2,
  });
  await gives(cwd, [...switched, "--encoding", "windows-1252"], {
    input: latin,
    stdout: `${made}087001,K\u00fcche,on,,\n`,
  });
  await gives(cwd, [...switched, "--encoding", "utf-16le"], {
    input: Buffer.from(table, "utf16le"),
    stdout: `${made}087001,K\u00fcche,on,,\n`,
  });
  // In pieces that end within a character, and at the end of the input.
  for (const input of [Buffer.from("087001\n\xc3", "latin1"), Buffer.from("\xff\n", "latin1")]) {
    const { stderr, code } = await start(cwd, ["decode", "ws523"], { input });
    assert.match(stderr, /line \d is not UTF-8/);
    assert.strictEqual(code, 2);
  }
  await gives(cwd, ["decode", "ws523", "--encoding", "klingon"], {
    input: "087001\n",
    stderr: /milesight-codec decode: --encoding: got "klingon"; allowed: utf-8, .*\n.*\n/,
    code: 2,
  });
});

const breaks = test("marks and line breaks come out as they came", async (cwd) => {
  const table = (end, mark) => ({
    input: `${mark}payload,name${end}087001,"two${end}lines"${end}087001,b${end}`,
    stdout: `${mark}payload,name,socket_status,warnings,errors${end}087001,"two${end}lines",on,,${end}087001,b,on,,${end}`,
  });
  for (const end of ["\n", "\r\n"]) {
    for (const mark of ["", "\ufeff"]) {
      await gives(cwd, switched, table(end, mark));
      const object = '{"bytes":"087001"}';
      await gives(cwd, ["decode", "ws523"], {
        input: `${mark}${object}${end}${object}${end}`,
        stdout: `${mark}${decoded(object, object).replaceAll("\n", end)}`,
      });
    }
  }
  // Lines of payloads are no text that anybody keeps.
  await gives(cwd, ["decode", "ws523"], {
    input: "\ufeff087001\r\n",
    stdout: `\ufeff${json(status)}`,
  });
});

const files = test("files as operands", async (cwd) => {
  mkdirSync(join(cwd, "folder"), { recursive: true });
  for (const file of ["some payloads.txt", "folder/uplinks", "-x"]) {
    writeFileSync(join(cwd, file), "087001\n");
  }
  for (const file of ["some payloads.txt", "folder/uplinks"]) {
    await gives(cwd, ["decode", "ws523", file], { stdout: json(status) });
  }
  await gives(cwd, ["decode", "ws523", "--", "-x"], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523", "0374f508", "folder/uplinks", "CHAB"], {
    stdout: json(voltage, status, status),
  });
  await gives(cwd, ["decode", "ws523", "-", "folder/uplinks"], {
    input: "zz\n",
    stdout: json({ data: {}, errors: ['not hex: "z" at position 0; not base64 either'] }, status),
    stderr: lines(
      'milesight-codec: -, line 1: not hex: "z" at position 0; not base64 either',
      "milesight-codec: 1 of 2 payloads had errors",
    ),
    code: 1,
  });
  // A file whose name is hex is a payload first.
  writeFileSync(join(cwd, "0374f508"), "087001\n");
  await gives(cwd, ["decode", "ws523", "0374f508"], { stdout: json(voltage) });
  writeFileSync(join(cwd, "a.csv"), "payload,n\n087001,1\n");
  writeFileSync(join(cwd, "b.csv"), "payload,n\n087001,2\n");
  await gives(cwd, [...switched, "a.csv", "b.csv"], {
    stdout: lines("payload,n,socket_status,warnings,errors", "087001,1,on,,", "087001,2,on,,"),
  });
  writeFileSync(join(cwd, "commands.ndjson"), '{"reboot":"yes"}\n');
  await gives(cwd, ["encode", "ws523", "commands.ndjson"], { stdout: "ff10ff\n" });
  await gives(cwd, ["detect", "folder/uplinks"], { stdout: /.*ws523.*\n/ });
  for (const command of [
    ["decode", "ws523"],
    ["explain", "ws523"],
    ["encode", "ws523"],
  ]) {
    for (const [word, said] of [
      ["no/such.txt", 'no such file: "no/such.txt"'],
      ["uplinks.ndjson", 'no such file: "uplinks.ndjson"'],
      ["folder", '"folder" is a folder; name the files in it'],
    ]) {
      await gives(cwd, [...command, word], {
        stderr: new RegExp(`milesight-codec ${command[0]}: ${said.replaceAll(".", "\\.")}\n.*\n`),
        code: 2,
      });
    }
  }
});

export const inputsTests = [lists, places, doubled, frames, encodings, breaks, files];
