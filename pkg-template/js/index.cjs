"use strict";
const { find, fromBase64, fromHex } = require("./lib.cjs");

const models = Object.freeze($models$);
const names = $names$;

const codecFor = (name) => Object.freeze({ ...require(`./${find(name, names, models)}.cjs`) });

module.exports = { codecFor, fromBase64, fromHex, models };
