"use strict";
const {
  model,
  decodeUplink,
  encodeDownlink,
  decodeDownlink,
  normalizeUplink,
  explainUplink,
  explainDownlink,
  checkDownlink,
} = require("$lib$").codec("$model$", "$number$", require("$folder$/$model$.cjs").data);

// A file of texts, which is loaded when it is asked for.
const schemas = () => require("$folder$/$model$.schemas.cjs");

// Written out, so that Node finds the names when an ES module imports this file.
module.exports = {
  model,
  decodeUplink,
  encodeDownlink,
  decodeDownlink,
  normalizeUplink,
  explainUplink,
  explainDownlink,
  checkDownlink,
  uplinkSchema: () => JSON.parse(schemas().uplink),
  downlinkSchema: () => JSON.parse(schemas().downlink),
  fields: () => JSON.parse(schemas().list),
};
