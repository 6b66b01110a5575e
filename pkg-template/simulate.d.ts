import type { Codecs, Model } from "./index.js";
import type { EncodeInput, EncodeResult } from "./types.js";

export type { EncodeInput, EncodeResult, Model };

/** The data of a model's uplinks, by each of its names. */
export type UplinkOf<Name extends keyof Codecs> = ReturnType<Codecs[Name]["decodeUplink"]>["data"];

/**
 * The payload of an uplink, for simulators and tests: of data as `decodeUplink` gives them, which gives the
 * same data again. Like commands, data with any error give no bytes. A command that the device refused
 * (`device_response_result`) and values that are `"unknown"` cannot be encoded.
 * @throws Error if there is no such model.
 */
export declare function encodeUplink<Name extends keyof Codecs>(
  model: Name,
  input: EncodeInput<UplinkOf<Name>>,
): EncodeResult;
export declare function encodeUplink(model: string, input: EncodeInput<unknown>): EncodeResult;
