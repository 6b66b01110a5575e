"use strict";
const { find } = require("../lib/find.cjs");
const { fromBase64, fromHex } = require("../lib/text.cjs");

const models = Object.freeze($models$);
const names = $names$;

// Written out, so that bundlers find the files.
const codecs = {
  /* $getters$ */
};

const codecFor = (name) => Object.freeze(Object.assign({}, codecs[find(name, names, models)]));

module.exports = { codecFor, fromBase64, fromHex, models };
