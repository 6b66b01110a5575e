"use strict";
const { bytesOf, codec, columns } = require("$lib$");
const rows = require("$folder$/$model$.cjs");
const made = codec("$model$", () => bytesOf("$program$"), rows);

const decodeColumns = (list) =>
  columns("$model$", made, rows, require("$folder$/$model$.columns.cjs"), list);

// A file of texts, which is loaded on demand.
const schemas = () => require("$folder$/$model$.schemas.cjs");

// Written out, so that Node finds the names when an ES module imports this file.
module.exports = {
  model: "$model$",
  decodeUplink: made.decodeUplink,
  decodeUplinks: made.decodeUplinks,
  decodeColumns,
  encodeDownlink: made.encodeDownlink,
  encodeDownlinks: made.encodeDownlinks,
  decodeDownlink: made.decodeDownlink,
  normalizeUplink: made.normalizeUplink,
  explainUplink: made.explainUplink,
  explainDownlink: made.explainDownlink,
  checkDownlink: made.checkDownlink,
  uplinkSchema: () => JSON.parse(schemas().uplink),
  downlinkSchema: () => JSON.parse(schemas().downlink),
  fields: () => JSON.parse(schemas().list),
};
