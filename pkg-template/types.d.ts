/** Bytes of a payload: integers from 0 to 255, in an array or a typed array (a `Buffer` is one). */
export type Bytes = readonly number[] | Uint8Array | Uint8ClampedArray;

/** The input of a decoder, as network servers have it. Only `bytes` is needed. */
export interface DecodeInput {
  bytes: Bytes;
  /** Not looked at, as `recvTime` and `variables` are not: a payload says by itself what it is. */
  fPort?: number | null | undefined;
  recvTime?: Date | string | undefined;
  variables?: Readonly<Record<string, string>> | undefined;
}

/**
 * Payloads in one buffer, as in Apache Arrow's binary column. Payload `row` is `data` from `offsets[row]` to
 * `offsets[row + 1]`, so there is one more offset than payloads.
 */
export interface PackedPayloads {
  data: Uint8Array;
  offsets: Int32Array | Uint32Array;
}

/** The input of an encoder, as network servers have it. Only `data` is needed. */
export interface EncodeInput<Downlink> {
  data: Downlink;
  /** The port to send on; 85 where there is none, which is what 0 and null mean too. */
  fPort?: number | null | undefined;
  variables?: Readonly<Record<string, string>> | undefined;
}

/** The input of `encodeDownlinks`. Only `data` is needed. */
export interface EncodeSplitInput<Downlink> extends EncodeInput<Downlink> {
  /**
   * The most bytes of a payload, from 1 to 242, which is the default. The lowest data rates carry 51 in EU868
   * and 11 in US915.
   */
  maxBytes?: number | null | undefined;
}

/** A decoded payload. `warnings` and `errors` are absent where there are none. */
export interface DecodeResult<Data> {
  /** The fields that were decoded; `{}` where none was. */
  data: Data;
  /** Something is odd, and `data` holds what could be decoded. */
  warnings?: string[];
  /** Nothing could be decoded. */
  errors?: string[];
}

/** The values of one field in many payloads: `values[i]` is that of payload `rows[i]`. */
export interface NumberColumn {
  /** The payloads' places in the list that was given. Fields that always come together share this array. */
  rows: Uint32Array;
  values: Float64Array;
}

/** The same of a field whose values are texts: `labels[values[i]]` is that of payload `rows[i]`. */
export interface LabelColumn {
  rows: Uint32Array;
  values: Uint32Array;
  labels: string[];
}

/**
 * The same of a list's field, such as `history[].timestamp`, which may have several values of one payload:
 * `values[i]` is that of entry `entries[i]`, from 0. Values of one entry have the same `rows` and
 * `entries`.
 */
export type ListColumn<Column extends NumberColumn | LabelColumn = NumberColumn | LabelColumn> =
  Column & {
    entries: Uint32Array;
  };

/** Many payloads, decoded into columns. */
export interface Columns<
  Fields = Partial<Record<string, NumberColumn | LabelColumn | ListColumn>>,
> {
  model: string;
  /** How many payloads there were. */
  count: number;
  /** The fields that occur, by path: `"temperature"`, `"history[].timestamp"`. */
  columns: Fields;
  /** The `warnings` of `decodeUplink`, with the payload's place in the list. */
  warnings: { row: number; message: string }[];
  /** The `errors` of `decodeUplink`, likewise. */
  errors: { row: number; message: string }[];
}

/**
 * An encoded command, or the reasons why there is none. `warnings` and `errors` are absent where there are none. Look at
 * `errors` first: there are bytes to send only without them.
 */
export type EncodeResult = Encoded | Refused;

/** An encoded command. */
export interface Encoded {
  /** The payload. */
  bytes: number[];
  fPort: number;
  warnings?: string[];
  errors?: undefined;
}

/** A command in one or several payloads, or the reasons why there are none: as `EncodeResult`. */
export type EncodeSplitResult = EncodedList | Refused;

/** A command in one or several payloads. */
export interface EncodedList {
  /** In the order in which they are to be sent. */
  payloads: number[][];
  fPort: number;
  warnings?: string[];
  errors?: undefined;
}

/** The reasons why a command is not sent. */
export interface Refused {
  /** An empty list, hidden by the type: there is nothing to send. */
  bytes?: undefined;
  /** The same for `encodeDownlinks`. */
  payloads?: undefined;
  fPort: number;
  warnings?: string[];
  errors: string[];
}

/** The problems of a command, as objects; both lists may be empty. */
export interface CheckResult {
  errors: Problem[];
  warnings: Problem[];
}

/** One problem of a command. */
export interface Problem {
  /** The kind of the problem: stable, for programs. */
  code:
    | "missing"
    | "type"
    | "label"
    | "range"
    | "step"
    | "conflict"
    | "unknown_field"
    | "read_only"
    | "nothing_to_send"
    | "more"
    | "too_long"
    | "port"
    | "undocumented"
    | "unwise"
    | "undoes_settings";
  /** The field, such as `d2d_master_config[0].time`. */
  path: string;
  /** The given value, as text; empty where the field's name alone is the problem. */
  given: string;
  /** The allowed values, as text; of an unknown field the nearest known one, or nothing. */
  allowed: string;
  /** The sentence that `errors` or `warnings` hold. */
  message: string;
}

/** The meaning of every byte of a payload. The spans cover the payload, each byte once. */
export interface Explanation {
  spans: Span[];
  warnings?: string[];
  errors?: string[];
}

/** A run of bytes that belong together. */
export interface Span {
  offset: number;
  length: number;
  /** A channel that was understood, bytes of an unknown channel, or a channel cut short. */
  kind: "channel" | "unknown" | "truncated";
  /** The channel byte, where there is one. */
  channel?: number;
  /** The type byte, where there is one. */
  type?: number;
  /** Why the bytes were not understood. */
  reason?: string;
  parts: Part[];
}

/** A piece of a span: its header, a field, or reserved bits or bytes. */
export interface Part {
  /** The kind of the bytes. */
  kind: "header" | "field" | "reserved" | "kind" | "count" | "result" | "opaque";
  /** From the payload's start, in bytes. */
  offset: number;
  /** In bytes; 0 for a field whose reserved byte is missing at the payload's end. */
  length: number;
  /** The lowest and the highest bit of the bytes as a little-endian number, where not all are meant. */
  bits?: [number, number];
  /** The field, where the part is one. */
  path?: string;
  /** The bytes, in hex. */
  raw: string;
  value?: string | number;
  unit?: string;
  /** A description of the part, for people. */
  label: string;
  /** The section of the vendor's guide; empty for what no guide has. */
  source: string;
}

/** One field of a model, as a form or a dashboard needs it. */
export interface FieldInfo {
  path: string;
  kind: "number" | "label" | "hex" | "text" | "version";
  direction: "uplink" | "downlink" | "both";
  unit?: string;
  /** The labels of decoded data, `"unknown"` included: for a dashboard. */
  labels?: string[];
  /**
   * The words that a command may say: labels, or names in a number's place. For a form; a label's other
   * spellings, which `downlinkSchema` has, are left out.
   */
  commands?: string[];
  /** The lowest and the highest value: the guide's, or else the wire's. */
  range?: [number, number];
  step?: number;
  description: string;
  /** The section of the vendor's guide, or "vendor's codec" for what no guide has. */
  source: string;
}

/** One measurement in The Things Stack's normalized payload. */
export interface Measurement {
  /** When it was taken, in ISO 8601. */
  time?: string;
  air?: {
    /** °C */
    temperature?: number;
    /** % */
    relativeHumidity?: number;
    location?: "indoor" | "outdoor";
  };
  action?: {
    motion?: {
      detected?: boolean;
      count?: number;
    };
  };
}

/**
 * The measurements of an uplink; an empty list for a model without any. A value that is no
 * number, or outside the guide's range, is left out.
 */
export interface NormalizeResult {
  data: Measurement[];
  errors?: string[];
}

/** A JSON Schema (2020-12). */
export type JsonSchema = Record<string, unknown>;

/**
 * The functions of one model that `milesight-codec/js` has too. None of them throws, whatever it is given.
 * Where the model is not known, `PlainCodec` alone is that of any: its data and commands are records.
 */
export interface PlainCodec<
  Uplink = Record<string, unknown>,
  Downlink = Record<string, unknown>,
  DecodedDownlink = Record<string, unknown>,
  Model extends string = string,
> {
  /** The model's name, in lower case. */
  readonly model: Model;
  /** The fields of an uplink. */
  decodeUplink(this: void, input: DecodeInput): DecodeResult<Uplink>;
  /** The bytes of a command. */
  encodeDownlink(this: void, input: EncodeInput<Downlink>): EncodeResult;
  /** The command that bytes stand for. */
  decodeDownlink(this: void, input: DecodeInput): DecodeResult<DecodedDownlink>;
  /** A decoded uplink in The Things Stack's normalized form. */
  normalizeUplink(this: void, input: { data: Uplink }): NormalizeResult;
}

/** All functions of one model. None of them throws, whatever it is given, where there is WebAssembly. */
export interface Codec<
  Uplink = Record<string, unknown>,
  Downlink = Record<string, unknown>,
  DecodedDownlink = Record<string, unknown>,
  Model extends string = string,
  Fields = Columns["columns"],
> extends PlainCodec<Uplink, Downlink, DecodedDownlink, Model> {
  /** Explains every byte of an uplink. */
  explainUplink(this: void, input: DecodeInput): Explanation;
  /** Explains every byte of a command. */
  explainDownlink(this: void, input: DecodeInput): Explanation;
  /** A command in as few payloads as fit `maxBytes`, in the order in which they are to be sent. */
  encodeDownlinks(this: void, input: EncodeSplitInput<Downlink>): EncodeSplitResult;
  /** The problems that `encodeDownlink` would report, as objects; of anything, to judge what users enter. */
  checkDownlink(this: void, input: EncodeInput<unknown>): CheckResult;
  /** `decodeUplink` of each payload in a list. */
  decodeUplinks(this: void, payloads: Iterable<Bytes | DecodeInput>): DecodeResult<Uplink>[];
  /** Many uplinks as columns: a typed array for each field. */
  decodeColumns(
    this: void,
    payloads: Iterable<Bytes | DecodeInput> | PackedPayloads,
  ): Columns<Fields>;
  /** The JSON Schema of `decodeUplink`'s data. A new object at each call. */
  uplinkSchema(this: void): JsonSchema;
  /** The JSON Schema of `encodeDownlink`'s data. A new object at each call. */
  downlinkSchema(this: void): JsonSchema;
  /** The model's fields, both ways. A new array at each call. */
  fields(this: void): FieldInfo[];
}
