/**
 * The text of a model's payload formatter: a plain ES5 script, for a server that runs JavaScript and
 * no WebAssembly. The model is named in any case or by an alias.
 *
 * Without `half` it has both directions, as ChirpStack wants them: `decodeUplink`, `encodeDownlink`,
 * `decodeDownlink`, `normalizeUplink`, and ChirpStack v3's `Decode` and `Encode`. The Things Stack has
 * a field for each direction: `"uplink"` has `decodeUplink` and `normalizeUplink`, `"downlink"` has
 * `encodeDownlink` and `decodeDownlink`.
 * @throws Error if there is no such model or half; the message lists those there are.
 */
export declare function formatter(model: string, half?: "uplink" | "downlink"): string;
