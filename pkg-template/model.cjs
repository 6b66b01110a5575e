"use strict";
const { codec, columns } = require("$lib$");
const rows = require("$folder$/$model$.cjs");
const {
  model,
  decodeUplink,
  decodeUplinks,
  encodeDownlink,
  decodeDownlink,
  normalizeUplink,
  explainUplink,
  explainDownlink,
  checkDownlink,
} = codec("$model$", "$number$", rows);

const decodeColumns = (list) =>
  columns(model, "$number$", rows, require("$folder$/$model$.columns.cjs"), list);

// A file of texts, which is loaded when it is asked for.
const schemas = () => require("$folder$/$model$.schemas.cjs");

// Written out, so that Node finds the names when an ES module imports this file.
module.exports = {
  model,
  decodeUplink,
  decodeUplinks,
  decodeColumns,
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
