import type { Codecs, Model } from "./index.js";
import type { EncodeInput, EncodeResult } from "./types.js";

export type { EncodeInput, EncodeResult, Model };

/** The data of a model's uplinks, by each of its names. */
export type UplinkOf<Name extends keyof Codecs> = ReturnType<Codecs[Name]["decodeUplink"]>["data"];

/**
 * Encodes an uplink, for simulators and tests. `data` are as `decodeUplink` returns them, and it returns the same
 * data for the payload. Data with any error give no bytes. A command that the device refused
 * (`device_response_result`) and the value `"unknown"` cannot be encoded.
 * @throws Error if there is no such model.
 */
export declare function encodeUplink<Name extends keyof Codecs>(
  model: Name,
  input: EncodeInput<UplinkOf<Name>>,
): EncodeResult;
export declare function encodeUplink(model: string, input: EncodeInput<unknown>): EncodeResult;
