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
  uplinkSchema,
  downlinkSchema,
  fields,
} = require("$lib$").codec("$model$");

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
  uplinkSchema,
  downlinkSchema,
  fields,
};
