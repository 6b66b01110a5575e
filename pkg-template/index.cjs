"use strict";
const { detect, fromBase64, fromHex } = require("$lib$");

const models = Object.freeze($models$);
const names = $names$;

function codecFor(name) {
  const known = typeof name === "string" && Object.hasOwn(names, name.toLowerCase());
  if (!known) {
    const given =
      typeof name === "string" ? JSON.stringify(name) : `a value of type ${typeof name}`;
    throw new Error(`unknown model: ${given}; the models are ${models.join(", ")}`);
  }
  return Object.freeze({ ...require(`./${names[name.toLowerCase()]}.cjs`) });
}

const detectModels = (bytes) => detect(bytes, models);

module.exports = { codecFor, detectModels, fromBase64, fromHex, models };
