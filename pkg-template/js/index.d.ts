import type { PlainCodec } from "../types.js";

/* $imports$ */

export { fromBase64, fromHex, type Model, models } from "../index.js";
export type * from "../types.js";

/** The codec that belongs to each name, aliases included. */
export type PlainCodecs = $codecs$;

/**
 * The codec of a model, named in any case or by an alias: `codecFor("WS523")`.
 * @throws Error if there is no such model; the message lists those there are.
 */
export declare function codecFor<Name extends keyof PlainCodecs>(name: Name): PlainCodecs[Name];
export declare function codecFor<Name extends string>(
  name: string extends Name
    ? Name
    : Lowercase<Name> extends keyof PlainCodecs
      ? Name
      : keyof PlainCodecs,
): Lowercase<Name> extends keyof PlainCodecs ? PlainCodecs[Lowercase<Name>] : PlainCodec;
