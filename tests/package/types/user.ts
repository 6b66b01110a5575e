// A user's program: it must compile under strict rules, but for the lines that say it must not.
import type { Codec, Codecs, Columns, Model, Problem, Span } from "milesight-codec";
import { codecFor, detectModels, fromBase64, fromHex, models } from "milesight-codec";
import { formatter } from "milesight-codec/formatters";
import type { PlainCodec } from "milesight-codec/js";
import * as plainRoot from "milesight-codec/js";
import type { Vs321Uplink } from "milesight-codec/js/vs321";
import * as plain from "milesight-codec/js/ws523";
import type { Vs321Columns } from "milesight-codec/vs321";
import { decodeUplink as decodeRoom } from "milesight-codec/vs321";
import type {
  DecodeResult,
  EncodeResult,
  Ws523DecodedDownlink,
  Ws523Downlink,
  Ws523Uplink,
} from "milesight-codec/ws523";
import * as ws523 from "milesight-codec/ws523";

const decoded: DecodeResult<Ws523Uplink> = ws523.decodeUplink({
  bytes: fromHex("08 70 01"),
  fPort: 85,
});
export const status: "on" | "off" | "unknown" | undefined = decoded.data.socket_status;
export const problems: string[] = [...(decoded.errors ?? []), ...(decoded.warnings ?? [])];
export const many: DecodeResult<Ws523Uplink>[] = ws523.decodeUplinks([[1], Uint8Array.of(2)]);
// As inputs, too, a server's events among them.
many.push(...ws523.decodeUplinks([{ bytes: [1] }, [2]]));
export const lists: Columns[] = [ws523.decodeColumns([{ bytes: Uint8Array.of(1), fPort: 85 }])];
const { columns } = ws523.decodeColumns([[0x03, 0x74, 0xf5, 0x08]]);
export const volts: Float64Array | undefined = columns.voltage?.values;
export const general: Columns = ws523.decodeColumns([]);
export const lengths: number[] = Object.values(columns).map(({ values }) => values.length);
export const states: string[] | undefined = columns.socket_status?.labels;
export const inObject: Float64Array | undefined = columns["delay_task.delay_time"]?.values;
export const inList: Vs321Columns["history[].timestamp"] = {
  rows: Uint32Array.of(0),
  entries: Uint32Array.of(0),
  values: Float64Array.of(1),
};
const command: Ws523Downlink = { socket_status: "on", reboot: "yes" };
/** The bytes of a command, once its errors have been looked at. */
function bytesOf(result: EncodeResult): number[] {
  return result.errors ? [] : result.bytes;
}
const bytes: number[] = bytesOf(ws523.encodeDownlink({ data: command, fPort: 85 }));
const parts = ws523.encodeDownlinks({ data: command, maxBytes: 51 });
export const sizes: number[] = parts.errors ? [] : parts.payloads.map(({ length }) => length);
export const reasons: string[] = parts.errors ?? parts.warnings ?? [];
// One by one, too.
const { bytes: sent, errors: refusals } = ws523.encodeDownlink({ data: command });
if (!refusals) sizes.push(sent.length);
export const again: Ws523DecodedDownlink = ws523.decodeDownlink({
  bytes,
  recvTime: new Date(),
  variables: { a: "b" },
}).data;
export const found: Problem[] = ws523.checkDownlink({ data: command }).errors;
const spans: Span[] = ws523.explainUplink({ bytes: [1] }).spans;
export const kind: "channel" | "unknown" | "truncated" | undefined = spans[0]?.kind;
export const temperature: number | undefined =
  ws523.normalizeUplink(decoded).data[0]?.air?.temperature;
export const battery: number | undefined = decodeRoom({ bytes: new Uint8ClampedArray(3) }).data
  .battery;
export const paths: string[] = ws523
  .fields()
  .map(({ path, labels }) => [path, ...(labels ?? [])].join(" "));
export const own: "ws523" = ws523.model;
export const schema: unknown = ws523.uplinkSchema().$schema ?? ws523.downlinkSchema().$schema;

export const named: Ws523Uplink = codecFor("WS523").decodeUplink({
  bytes: fromBase64("CHAB"),
}).data;
export const alias: "ws52x" = codecFor("ws522").model;
export const any: unknown = codecFor(String(Math.random())).decodeUplink({ bytes: [] }).data
  .anything;
export const detected: Model[] = detectModels([1, 117, 100]);
export const all: readonly Model[] = models;
const { encodeDownlink } = codecFor("ws523");
encodeDownlink({ data: { reboot: "yes" } });

// One model's codec is a codec of any model, and its data are a record.
const one: Codec = codecFor("ws523");
const two: Codec = ws523;
export const byPrefix = new Map<string, Codec>([["24e1", codecFor("vs321")]]);
byPrefix
  .set("24e2", two)
  .get("24e1")
  ?.encodeDownlink({ data: { report_interval: 5 } });
export const list: Codec[] = models.map((name) => codecFor(name));
export const record: Record<string, unknown> = ws523.decodeUplink({ bytes: [1] }).data;
export const commands: Record<string, unknown>[] = [command, again];
export const history: Record<string, unknown>[] = decodeRoom({ bytes: [1] }).data.history ?? [];
export const written: number[] = bytesOf(one.encodeDownlink({ data: command }));

export const plainly: Ws523Uplink = plain.decodeUplink({ bytes: [8, 112, 1] }).data;
export const same: typeof ws523.encodeDownlink = plain.encodeDownlink;
export const humidity: Vs321Uplink["humidity"] = 50;
export const script: string = formatter("ws523") + formatter("ws523", "uplink");

// A class for any one model.
export class Sensor<Name extends keyof Codecs> {
  readonly codec: Codecs[Name];
  constructor(name: Name) {
    this.codec = codecFor(name);
  }
}

// Users' input is judged as it is; a server's event may have null for a port.
export const entered: Problem[] = ws523.checkDownlink({ data: JSON.parse("{}") as unknown }).errors;
ws523.decodeUplink({ bytes: [1], fPort: null });

export const plainOne: PlainCodec = plainRoot.codecFor("WS521");
export const plainTwo: PlainCodec = ws523;
export const plainNamed: Ws523Uplink = plainRoot.codecFor("ws523").decodeUplink({
  bytes: plainRoot.fromHex("087001"),
}).data;

// @ts-expect-error: there may be errors in the place of bytes
export const early: number[] = ws523.encodeDownlink({ data: command }).bytes;
// @ts-expect-error: or of payloads
ws523.encodeDownlinks({ data: command }).payloads.length;
// @ts-expect-error: no such model
codecFor("WS524");
// @ts-expect-error: no such model without WebAssembly either
plainRoot.codecFor("ws524");
// @ts-expect-error: of a model that is not known, any field may be absent
general.columns.temperature.rows;
// @ts-expect-error: no such field
export const { voltages } = columns;
// @ts-expect-error: no such field in a list's objects
export type None = Vs321Columns["history[].humidity"];
// @ts-expect-error: numbers have no labels
columns.voltage?.labels;
// @ts-expect-error: no such label
plain.encodeDownlink({ data: { socket_status: "open" } });
// @ts-expect-error: the plain JavaScript has no explanations
plain.explainUplink({ bytes: [] });
// @ts-expect-error: no such half
formatter("ws523", "both");
// @ts-expect-error: no such label
ws523.encodeDownlink({ data: { socket_status: "open" } });
// @ts-expect-error: no such field
ws523.encodeDownlink({ data: { socket_statu: "on" } });
// @ts-expect-error: a number in text is no number
ws523.encodeDownlink({ data: { report_interval: "1200" } });
// @ts-expect-error: no such label in an uplink
export const open: boolean = decoded.data.socket_status === "open";
// @ts-expect-error: no such field in an uplink
export const nothing: unknown = decoded.data.socket_statu;
// @ts-expect-error: no such field in a command of its own
export const wrong: Ws523Downlink = { socket_statu: "on" };
// @ts-expect-error: no such field in an object
ws523.encodeDownlink({ data: { child_lock_config: { enabled: "enable" } } });
// @ts-expect-error: the model is part of the type
codecFor("WS523").encodeDownlink({ data: { socket_status: "open" } });
// @ts-expect-error: bytes are not text
ws523.decodeUplink({ bytes: "087001" });
// @ts-expect-error: bytes are needed
ws523.decodeUplink({});
// @ts-expect-error: the list is not to be changed
models.push("ws101");
