"use strict";
const { detect, find, fromBase64, fromHex } = require("$lib$");

const models = Object.freeze($models$);
const names = $names$;

const codecFor = (name) => Object.freeze({ ...require(`./${find(name, names, models)}.cjs`) });

const detectModels = (bytes) => detect(bytes, models);

module.exports = { codecFor, detectModels, fromBase64, fromHex, models };
