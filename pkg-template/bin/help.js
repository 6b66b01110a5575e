// The help texts: examples first. Every `$` line in them is run by the tests.

const texts = {
  "": `
milesight-codec: payloads of Milesight's LoRaWAN devices, decoded and encoded

  $ milesight-codec decode ws523 087001
  {"data":{"socket_status":"on"}}

  $ milesight-codec encode ws523 socket_status=off report_interval=1200
  ff03b004080000ff

Commands:
  decode     what payloads say, as JSON
  encode     the bytes of commands
  explain    what each byte of a payload means
  detect     the models that a payload may be of
  formatter  the script to paste into a network server
  schema     the JSON Schema of uplinks or of commands

\`milesight-codec decode --help\` shows each by example. --version prints the version.

Exit codes: 0 all is well; 1 a payload or a command had errors, which standard error tells;
2 the command was not understood.
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

  $ printf '017564\\n0870 01\\n' | milesight-codec decode auto
  {"models":["vs321","ws101"],"data":{"battery":100}}
  {"models":["ws523","ws52x"],"data":{"socket_status":"on"}}

NDJSON: bare objects, and events of The Things Stack and ChirpStack. They come out as they came, with
the result in "decoded"; events without a payload, joins for example, as they are. Where no object had
one at all, standard error says so; the exit code is still 0:

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

A field of a list's entries has a JSON list in its cell, with null for entries that lack it:

  $ printf 'hex\\n20cee81b44660105000000\\n' | milesight-codec decode vs321 --fields 'history[].timestamp'
  hex,history[].timestamp,warnings,errors
  20cee81b44660105000000,[1715739624],,

Options:
  --model MODEL    the model, instead of the first argument
  --downlink       the payloads are commands to the device. Of events, those of The Things Stack with
                   a command (downlink_sent, _queued, _ack, _nack, _failed; {"downlinks":[…]} with
                   one) are decoded, and uplinks come out as they are
  --hex, --base64  how payloads are written, in servers' events too; without, those are base64, and
                   other text is hex if it is hex digits alone (08-70-01, \\x08\\x70 and
                   <Buffer 08 70> too), and else base64, padded or not, in either alphabet
  --from FORMAT    lines, ndjson or csv: what standard input is; without, its first line tells
  --column NAME    the column, or the member (a.b), that has the payload; objects that lack it come out
                   as they are, unless all do, which is an error. Without, it is where the server's
                   event has it, or else the first that there is, in this order, of bytes, data,
                   payload, frm_payload, hex, wherever in the header or object they stand
  --fields LIST    CSV: a column for each of these fields, instead of "decoded" with all of them;
                   a list's entries as history[0].timestamp, or all of them as history[].timestamp
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

Any number of them on standard input, as JSON; each has its line in the output:

  $ printf '{"reboot":"yes"}\\n{"reporting_interval":60}\\n' | milesight-codec encode ws101
  ff10ff
  ff033c00

Options:
  --model MODEL    the model, instead of the first argument
  --hex            writes the bytes in hex, as without any option
  --base64         writes them in base64
  --json           writes what encodeDownlink returns: bytes, fPort, warnings, errors
  --fport NUMBER   the port to send on, 85 unless told; --json has it in it
`,
  explain: `
milesight-codec explain MODEL [PAYLOAD]...

  $ milesight-codec explain vs321 01756403671101
  offset  bytes  field        value  unit  source
  0       01 75  (header)                  VS321 5.1.2
  2       64     battery      100    %     VS321 5.1.2
  3       03 67  (header)                  VS321 5.1.2
  5       11 01  temperature  27.3   °C    VS321 5.1.2

Of several payloads, and of those on standard input, each has a line before its table that says which
it is: "line 3: 01756403671101".

Options:
  --model MODEL    the model, instead of the first argument
  --downlink       the payload is a command to the device
  --json           writes what explainUplink returns, a line for each payload
  --hex, --base64, --from FORMAT, --column NAME: as with decode, whose kinds of input it takes
`,
  detect: `
milesight-codec detect [PAYLOAD]...

The models that know every byte of the payload:

  $ milesight-codec detect 087001
  ws523 ws52x

  $ printf '0367 1101\\nff2e01\\n' | milesight-codec detect
  vs321
  ws101

Options:
  --hex, --base64, --from FORMAT, --column NAME: as with decode, whose kinds of input it takes
`,
  formatter: `
milesight-codec formatter MODEL [--uplink | --downlink]

The script to paste into a network server that runs JavaScript. ChirpStack takes one for both
directions:

  $ milesight-codec formatter vs321 > vs321.js

The Things Stack has a field for each direction:

  $ milesight-codec formatter vs321 --uplink > vs321.uplink.js
  $ milesight-codec formatter vs321 --downlink > vs321.downlink.js

Options:
  --model MODEL    the model, instead of the first argument
`,
  schema: `
milesight-codec schema MODEL [--uplink | --downlink]

The JSON Schema (2020-12) of what uplinks say, or of what commands may hold:

  $ milesight-codec schema ws523 > ws523.uplink.schema.json
  $ milesight-codec schema ws523 --downlink > ws523.downlink.schema.json

Options:
  --model MODEL    the model, instead of the first argument
`,
};

/** The help of a command, or that of the program. */
export function help(command = "") {
  return texts[command].trim();
}
