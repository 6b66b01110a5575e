/**
 * Payload encoder for the Milesight WS101, written by hand the way integrators usually do it.
 * The package is measured against it. It is frozen: do not tune it.
 */

// The Things Stack, ChirpStack v4
function encodeDownlink(input) {
  return { bytes: ws101Encode(input.data), fPort: 85 };
}

// ChirpStack v3
function Encode(fPort, obj) {
  return ws101Encode(obj);
}

// The Things Network v2
function Encoder(obj, port) {
  return ws101Encode(obj);
}

function ws101Encode(payload) {
  var encoded = [];

  if ("reporting_interval" in payload) {
    encoded = encoded.concat(setReportingInterval(payload.reporting_interval));
  }
  if ("led_indicator_enable" in payload) {
    encoded = encoded.concat(setEnable(0x2f, "led_indicator_enable", payload.led_indicator_enable));
  }
  if ("double_click_enable" in payload) {
    encoded = encoded.concat(setEnable(0x74, "double_click_enable", payload.double_click_enable));
  }
  if ("buzzer_enable" in payload) {
    encoded = encoded.concat(setEnable(0x3e, "buzzer_enable", payload.buzzer_enable));
  }
  if ("query_device_status" in payload) {
    encoded = encoded.concat(setAction(0x28, "query_device_status", payload.query_device_status));
  }
  if ("reboot" in payload) {
    encoded = encoded.concat(setAction(0x10, "reboot", payload.reboot));
  }

  return encoded;
}

function setReportingInterval(reporting_interval) {
  if (typeof reporting_interval !== "number") {
    throw new Error("reporting_interval must be a number");
  }
  if (reporting_interval < 60 || reporting_interval > 64800) {
    throw new Error("reporting_interval must be in range [60, 64800]");
  }
  return [0xff, 0x03, reporting_interval & 0xff, (reporting_interval >> 8) & 0xff];
}

function setEnable(type, name, value) {
  var enable_map = { 0: "disable", 1: "enable" };
  return [0xff, type, findKey(enable_map, name, value)];
}

function setAction(type, name, value) {
  var yes_no_map = { 0: "no", 1: "yes" };
  if (findKey(yes_no_map, name, value) === 0) {
    return [];
  }
  return [0xff, type, 0xff];
}

function findKey(map, name, value) {
  for (var key in map) {
    if (map[key] === value) {
      return parseInt(key, 10);
    }
  }
  throw new Error(name + " must be one of " + JSON.stringify(map));
}
