// The help texts: examples first. Every `$` line in them is run by the tests. Answers that list models are
// computed, so that a new device changes no text.
import { codecFor, detectModels, fromHex } from "../index.js";
import { places } from "./find.js";

const detected = (payload) => detectModels(fromHex(payload));

/** The line that `decode auto` prints for a payload. */
function decodedByAny(payload) {
  const found = detected(payload);
  const result = codecFor(found[0]).decodeUplink({ bytes: fromHex(payload) });
  return JSON.stringify({ models: found, ...result });
}

const texts = {
  "": `
milesight-codec: payloads of Milesight's LoRaWAN devices, decoded and encoded

  $ milesight-codec decode ws523 087001
  {"data":{"socket_status":"on"}}

  $ milesight-codec encode ws523 socket_status=off report_interval=1200
  ff03b004080000ff

Commands:
  decode     payloads as JSON
  encode     the bytes of commands
  explain    the meaning of each byte of a payload
  detect     the models that a payload may be of
  models     the models, and their other names
  fields     the fields of a model
  compare    the differences from another decoder, for your payloads
  simulate   the events of a simulated device
  formatter  the script to paste into a network server
  schema     the JSON Schema of uplinks or of commands

\`milesight-codec decode --help\` shows each by example. -V prints the version.
Colours are for terminals alone, and not where the variable NO_COLOR is set.

Exit codes: 0 all is well; 1 a payload or a command had errors, printed on standard error, or compare
found a difference that is neither a departure nor rounding; 2 the command line was not understood,
or a file cannot be read.
`,
  decode: `
milesight-codec decode MODEL [PAYLOAD]...

Payloads in hex or base64, as arguments. Arguments of two digits each are one payload's bytes:

  $ milesight-codec decode ws523 087001
  {"data":{"socket_status":"on"}}

  $ milesight-codec decode ws523 08 70 01
  {"data":{"socket_status":"on"}}

  $ milesight-codec decode ws101 AXVk /y4B
  {"data":{"battery":100}}
  {"data":{"button_event":{"status":"short press"}}}

Any number of them on standard input, one a line; "auto" finds the model out:

  $ printf 'ff2e01\\n0870 01\\n' | milesight-codec decode auto
  ${decodedByAny("ff2e01")}
  ${decodedByAny("087001")}

If no model decodes the whole payload, "auto" takes the first that gets furthest, with a warning. Of
events and rows with a device in them, each device keeps its model.

The same in files, which are named as payloads are:

  $ echo 017564 > uplinks.txt
  $ milesight-codec decode ws101 uplinks.txt
  {"data":{"battery":100}}

NDJSON: bare objects, and events of The Things Stack, ChirpStack, Milesight gateways, AWS IoT Core,
ThingPark, Helium and LORIOT. They come out as they came, with the result in "decoded"; events without a
payload, joins for example, as they are. If no object has a payload, or the input is empty, a message on
standard error says so; the exit code is still 0:

  $ echo '{"id":7,"bytes":"017564"}' | milesight-codec decode ws101
  {"id":7,"bytes":"017564","decoded":{"data":{"battery":100}}}

Objects may be written over several lines, and stand in a list; each comes out on a line. What
\`mosquitto_sub -v\` prints, TOPIC {…}, is taken too; the topic does not come out. The payload may also be
JSON as text, a whole event or a list of bytes, as \`mosquitto_sub -F %j\` writes it, and a Buffer of Node,
{"type":"Buffer","data":[…]}:

  $ echo 'application/1/device/2/event/up {"data":"AXVk"}' | milesight-codec decode ws101
  {"data":"AXVk","decoded":{"data":{"battery":100}}}

CSV, with a header, gets columns. Rows without a payload come out as they are; with more cells than the
header has names, unless those too many are empty, they are errors. A line sep=; before the header is
understood, and comes out too:

  $ printf 'time,payload\\n12:00,017564\\n' | milesight-codec decode ws101 --fields battery
  time,payload,battery,warnings,errors
  12:00,017564,100,,

NDJSON becomes CSV with --fields, after time, devEui and deviceName, or after the members that --keep
names. The model may stand in the events, as the name of a device profile for example:

  $ echo '{"id":7,"type":"WS-101","bytes":"017564"}' | milesight-codec decode --model-from type --keep id --fields battery
  id,battery,warnings,errors
  7,100,,

A field of a list's entries has a JSON list in its cell, with null for entries that lack it:

  $ printf 'hex\\n20cee81b44660105000000\\n' | milesight-codec decode vs321 --fields 'history[].timestamp'
  hex,history[].timestamp,warnings,errors
  20cee81b44660105000000,[1715739624],,

Options:
  --model MODEL    the model, instead of the first argument
  --model-from PATH  the member, or the column, that names the model; of a name in which no model is
                   found, MODEL is taken, if there is one
  --downlink       the payloads are commands to the device. Of events, those of The Things Stack with
                   a command (downlink_sent, _queued, _ack, _nack, _failed; {"downlinks":[…]} with
                   one) are decoded, and uplinks come out as they are
  --hex, --base64  how payloads are written, in servers' events too; without, those are base64, and
                   other text is hex if it is hex digits alone (08-70-01, \\x08\\x70, [0x08, 0x70] and
                   <Buffer 08 70> too), and else base64, padded or not, in either alphabet; base64 of
                   hex text is taken for the hex
  --from FORMAT    lines, ndjson or csv: what the input is; without, its first line tells
  --encoding NAME  windows-1252, utf-16le …: how the input is encoded, where that is not UTF-8. Other
                   input is refused; output is UTF-8
  --column NAME    the column, or the member (a.b), that has the payload; objects that lack it come out
                   as they are, unless all do, which is an error. Without, it is where the server's
                   event has it, or else the first that there is, in this order, of
                   ${places.slice(0, 5).join(", ")},
                   ${places.slice(5).join(", ")}, wherever in the header or object they stand
  --fields LIST    a table with a column for each of these fields; of CSV, instead of "decoded" with all
                   of them. A list's entries as history[0].timestamp, or all of them as
                   history[].timestamp
  --keep LIST      with --fields, of NDJSON: the members (a.b) that the table begins with
  --decimal-comma  writes 27,3 in the columns of --fields; cells are parted by ; where NDJSON becomes CSV
  --safe-csv       puts an apostrophe before cells that a spreadsheet would take for formulas: those that
                   begin with = + - @, but for numbers
  --pretty         indents the JSON
`,
  encode: `
milesight-codec encode MODEL [COMMAND]...

A command as pairs, or as JSON:

  $ milesight-codec encode ws523 socket_status=off report_interval=1200
  ff03b004080000ff

  $ milesight-codec encode ws523 delay_task.delay_time=60 delay_task.socket_status=on
  ff22003c0011

  $ milesight-codec encode ws101 '{"reboot":"yes"}' --base64
  /xD/

Any number of them on standard input or in files, as JSON; each has its line in the output:

  $ printf '{"reboot":"yes"}\\n{"reporting_interval":60}\\n' | milesight-codec encode ws101
  ff10ff
  ff033c00

For a low data rate, --max-bytes splits a command into as few payloads as fit, one a line, in the order
in which they are to be sent. Each command of a file or of standard input still has one line, with blanks
between its payloads:

  $ milesight-codec encode vs321 report_interval=5 d2d_key=0123456789abcdef reboot=yes --max-bytes 11
  ff8e000500
  ff350123456789abcdef
  ff10ff

Options:
  --model MODEL    the model, instead of the first argument
  --hex            writes the bytes in hex, as without any option
  --base64         writes them in base64
  --json           writes the result of encodeDownlink: bytes, fPort, warnings, errors; with --max-bytes
                   that of encodeDownlinks: payloads, fPort, warnings, errors
  --fport NUMBER   the port to send on, 85 unless told; --json has it in it
  --max-bytes NUMBER
                   splits a command into payloads of at most so many bytes, from 1 to 242
`,
  simulate: `
milesight-codec simulate MODEL [FIELD=VALUE]...

Prints events of a network server, one a line as JSON, for tests and demos. The uplink has the given fields:

  $ milesight-codec simulate ws523 voltage=229.3 socket_status=on | milesight-codec decode ws523 --keep fPort --fields voltage,socket_status
  fPort,voltage,socket_status,warnings,errors
  85,229.3,on,,

Without fields, it has all that the device measures, with values that move a little from event to event:

  milesight-codec simulate vs321 --every 10s | mosquitto_pub -l -t application/1/device/24e124aabbccdd01/event/up

Options:
  --model MODEL    the model, instead of the first argument
  --every TIME     prints an event after each such time: 10s, 5m, 1h
  --count NUMBER   ends after so many events; by default after one, with --every never
  --server NAME    the server of the events: chirpstack (the default) or the-things-stack
`,
  explain: `
milesight-codec explain MODEL [PAYLOAD]...

  $ milesight-codec explain vs321 01756403671101
  offset  bytes  field        value  unit  source
  0       01 75  (header)                  VS321 5.1.2
  2       64     battery      100    %     VS321 5.1.2
  3       03 67  (header)                  VS321 5.1.2
  5       11 01  temperature  27.3   °C    VS321 5.1.2

Of several payloads, and of those in files and on standard input, each has a line before its table that
says which it is: "line 3: 01756403671101". "auto" in the model's place finds it out, and says so.

Options:
  --model MODEL    the model, instead of the first argument
  --downlink       the payload is a command to the device
  --json           writes what explainUplink returns, a line for each payload
  --hex, --base64, --from FORMAT, --column NAME, --encoding NAME: as with decode, whose kinds of input
                   it takes
`,
  detect: `
milesight-codec detect [PAYLOAD]...

The models that decode every byte of the payload:

  $ milesight-codec detect 087001
  ${detected("087001").join(" ")}

  $ printf '0367 1101\\nff2e01\\n' | milesight-codec detect
  ${detected("03671101").join(" ")}
  ${detected("ff2e01").join(" ")}

Options:
  --hex, --base64, --from FORMAT, --column NAME, --encoding NAME: as with decode, whose kinds of input
                   it takes
`,
  formatter: `
milesight-codec formatter MODEL [--uplink [--no-normalize] | --downlink]

The script to paste into a network server that runs JavaScript. ChirpStack takes one for both
directions:

  $ milesight-codec formatter vs321 > vs321.js

The Things Stack has a field for each direction:

  $ milesight-codec formatter vs321 --uplink > vs321.uplink.js
  $ milesight-codec formatter vs321 --downlink > vs321.downlink.js

Options:
  --no-normalize   with --uplink: without normalizeUplink, for The Things Stack before Open Source 3.34.3
                   and Cloud 3.32.3, which refuse some of its fields
  --model MODEL    the model, instead of the first argument
`,
  schema: `
milesight-codec schema MODEL [--uplink | --downlink]

The JSON Schema (2020-12) of the data of uplinks, or of commands:

  $ milesight-codec schema ws523 > ws523.uplink.schema.json
  $ milesight-codec schema ws523 --downlink > ws523.downlink.schema.json

Options:
  --model MODEL    the model, instead of the first argument
`,
  compare: `
milesight-codec compare MODEL --script FILE [PAYLOAD]...

Before you switch from another decoder: every difference between the two results for your payloads, each
with its reason. FILE is EXECUTED, in node:vm, with a time limit of three seconds a payload. node:vm is no
sandbox: compare only with a script that you trust. It has decodeUplink(input), Decode(fPort, bytes) or
Decoder(bytes, port), as for a network server.

  $ echo 'function Decoder(bytes) { return { battery_level: bytes[2] } }' > old.js
  $ milesight-codec compare ws101 --script old.js 017564 || echo exit code $?
  1 payload: 0 equal, 1 with differences
  count  kind     field    here  script  reason                             first in
  1      renamed  battery  100   100     the script calls it battery_level  017564
  exit code 1

Kinds: departure, a listed difference from the vendor's codec, with its name; rounding; renamed; spelling,
as "3" and 3; missing, which only the script has; added, which it lacks; value; error. The exit code is 1
where there are others than departures and rounding.

Options:
  --model MODEL, --model-from PATH: as with decode
  --script FILE    the other decoder
  --json           writes a line for each difference: where, payload, path, ours, theirs, kind, reason
  --hex, --base64, --from FORMAT, --column NAME, --encoding NAME: as with decode, whose kinds of input
                   it takes
`,
  models: `
milesight-codec models

The models that MODEL may be, in any case, and the names that stand for the same:

  $ milesight-codec models > models.txt

Options:
  --json           writes a list of { model, aliases }
`,
  fields: `
milesight-codec fields MODEL [--uplink | --downlink]

The fields of a model: their values, their unit, and the section of the vendor's guide:

  $ milesight-codec fields ws101 --downlink > ws101.commands.txt

\`milesight-codec models\` lists the models and their other names.

Options:
  --model MODEL    the model, instead of the first argument
  --uplink         those that uplinks have
  --downlink       those that commands have
  --json           writes what fields() returns
`,
};

/** The help of a command, or that of the program. */
export function help(command = "") {
  return texts[command].trim();
}
