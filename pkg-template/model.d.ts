import type {
  Bytes,
  CheckResult,
  Columns,
  DecodeInput,
  DecodeResult,
  EncodeInput,
  EncodeResult,
  EncodeSplitInput,
  EncodeSplitResult,
  Explanation,
  FieldInfo,
  JsonSchema,
  NormalizeResult,
  PackedPayloads,
} from "./types.js";

export type * from "./types.js";

/* $declarations$ */
/** The model's name, in lower case. */
export declare const model: "$model$";
/** The fields of an uplink. */
export declare function decodeUplink(input: DecodeInput): DecodeResult<$Model$Uplink>;
/** `decodeUplink` of each payload in a list. */
export declare function decodeUplinks(
  payloads: Iterable<Bytes | DecodeInput>,
): DecodeResult<$Model$Uplink>[];
/** Many uplinks as columns: a typed array for each field. */
export declare function decodeColumns(
  payloads: Iterable<Bytes | DecodeInput> | PackedPayloads,
): Columns<$Model$Columns>;
/** The bytes of a command. */
export declare function encodeDownlink(input: EncodeInput<$Model$Downlink>): EncodeResult;
/** A command in as few payloads as fit `maxBytes`, in the order in which they are to be sent. */
export declare function encodeDownlinks(
  input: EncodeSplitInput<$Model$Downlink>,
): EncodeSplitResult;
/** The command that bytes stand for. */
export declare function decodeDownlink(input: DecodeInput): DecodeResult<$Model$DecodedDownlink>;
/** A decoded uplink in The Things Stack's normalized form. */
export declare function normalizeUplink(input: { data: $Model$Uplink }): NormalizeResult;
/** Explains every byte of an uplink. */
export declare function explainUplink(input: DecodeInput): Explanation;
/** Explains every byte of a command. */
export declare function explainDownlink(input: DecodeInput): Explanation;
/** The problems that `encodeDownlink` would report, as objects; of anything, to judge what users enter. */
export declare function checkDownlink(input: EncodeInput<unknown>): CheckResult;
/** The JSON Schema of `decodeUplink`'s data. A new object at each call. */
export declare function uplinkSchema(): JsonSchema;
/** The JSON Schema of `encodeDownlink`'s data. A new object at each call. */
export declare function downlinkSchema(): JsonSchema;
/** The model's fields, both ways. A new array at each call. */
export declare function fields(): FieldInfo[];
