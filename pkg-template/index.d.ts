import type { Bytes, Codec } from "./types.js";

/* $imports$ */

export type * from "./types.js";

/** A model's name, in lower case. */
export type Model = $union$;

/** The codec that belongs to each name, aliases included. */
export type Codecs = $codecs$;

/** The models' names, in lower case. */
export declare const models: readonly Model[];

/**
 * The codec of a model, named in any case or by an alias: `codecFor("WS523")`.
 * @throws Error if there is no such model; the message lists those there are.
 */
export declare function codecFor<Name extends keyof Codecs>(name: Name): Codecs[Name];
export declare function codecFor<Name extends string>(
  name: string extends Name ? Name : Lowercase<Name> extends keyof Codecs ? Name : keyof Codecs,
): Lowercase<Name> extends keyof Codecs ? Codecs[Lowercase<Name>] : Codec;

/**
 * The models that decode the whole payload of an uplink, of all or of those named. A hint, not a proof:
 * many models report the battery in the same bytes.
 * @throws Error if `among` is no list, or names a model that does not exist.
 */
export declare function detectModels(bytes: Bytes, among?: readonly string[]): Model[];

/**
 * The bytes that hex digits stand for. Spaces, newlines, `0x`, colons and commas may separate them.
 * @throws Error if there is anything else in the text, or an odd number of digits.
 */
export declare function fromHex(text: string): Uint8Array;

/**
 * The bytes that base64 text stands for, in the common or the URL alphabet, with or without padding.
 * @throws Error if there is anything else in the text but blanks, or if it ends within a byte.
 */
export declare function fromBase64(text: string): Uint8Array;
