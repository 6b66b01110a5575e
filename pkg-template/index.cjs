"use strict";
const { codecFor, detectModels, fromBase64, fromHex } = require("$lib$");

const models = Object.freeze($models$);

module.exports = { codecFor, detectModels, fromBase64, fromHex, models };
