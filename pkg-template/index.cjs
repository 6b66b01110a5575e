"use strict";
const { find } = require("./lib/find.cjs");
const { fromBase64, fromHex } = require("./lib/text.cjs");

const models = Object.freeze($models$);
const names = $names$;

// Written out, so that bundlers find the files.
const codecs = {
  /* $getters$ */
};

const codecFor = (name) => Object.freeze({ ...codecs[find(name, names, models)] });

const detectModels = (bytes, among = models) =>
  require("./lib/inline.cjs").detect(
    bytes,
    among,
    (name) => codecs[find(name, names, models)].model,
  );

module.exports = { codecFor, detectModels, fromBase64, fromHex, models };
