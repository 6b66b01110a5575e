/**
 * Payload encoder for the Milesight VS321, written by hand the way integrators usually do it.
 * The emitted formatters are measured against it. It is frozen: do not tune it.
 */

// The Things Stack, ChirpStack v4
function encodeDownlink(input) {
  return { bytes: vs321Encode(input.data), fPort: 85 };
}

// ChirpStack v3
function Encode(fPort, obj) {
  return vs321Encode(obj);
}

// The Things Network v2
function Encoder(obj, port) {
  return vs321Encode(obj);
}

function vs321Encode(payload) {
  var encoded = [];

  if ("report_type" in payload) {
    encoded = encoded.concat(setReportType(payload.report_type));
  }
  if ("detection_mode" in payload) {
    encoded = encoded.concat(setDetectionMode(payload.detection_mode));
  }
  if ("report_interval" in payload) {
    encoded = encoded.concat(setReportInterval(payload.report_interval));
  }
  if ("collection_interval" in payload) {
    encoded = encoded.concat(setCollectionInterval(payload.collection_interval));
  }
  if ("temperature_alarm_config" in payload) {
    encoded = encoded.concat(setTemperatureAlarm(payload.temperature_alarm_config));
  }
  if ("humidity_alarm_config" in payload) {
    encoded = encoded.concat(setHumidityAlarm(payload.humidity_alarm_config));
  }
  if ("illuminance_alarm_config" in payload) {
    encoded = encoded.concat(setIlluminanceAlarm(payload.illuminance_alarm_config));
  }
  if ("d2d_key" in payload) {
    encoded = encoded.concat(setD2DKey(payload.d2d_key));
  }
  if ("d2d_enable" in payload) {
    encoded = encoded.concat(setD2DEnable(payload.d2d_enable));
  }
  if ("d2d_master_config" in payload) {
    for (var i = 0; i < payload.d2d_master_config.length; i++) {
      encoded = encoded.concat(setD2DMasterConfig(payload.d2d_master_config[i]));
    }
  }
  if ("history_enable" in payload) {
    encoded = encoded.concat(setHistoryEnable(payload.history_enable));
  }
  if ("retransmit_enable" in payload) {
    encoded = encoded.concat(setRetransmitEnable(payload.retransmit_enable));
  }
  if ("retransmit_interval" in payload) {
    encoded = encoded.concat(setRetransmitInterval(payload.retransmit_interval));
  }
  if ("resend_interval" in payload) {
    encoded = encoded.concat(setResendInterval(payload.resend_interval));
  }
  if ("stop_transmit" in payload) {
    encoded = encoded.concat(stopTransmit(payload.stop_transmit));
  }
  if ("fetch_history" in payload) {
    encoded = encoded.concat(fetchHistory(payload.fetch_history));
  }
  if ("adr_enable" in payload) {
    encoded = encoded.concat(setAdrEnable(payload.adr_enable));
  }
  if ("lora_port" in payload) {
    encoded = encoded.concat(setLoraPort(payload.lora_port));
  }
  if ("detect" in payload) {
    encoded = encoded.concat(detectNow(payload.detect));
  }
  if ("reset" in payload) {
    encoded = encoded.concat(resetDevice(payload.reset));
  }
  if ("reboot" in payload) {
    encoded = encoded.concat(rebootDevice(payload.reboot));
  }

  return encoded;
}

/**
 * @param {string} report_type values: (0: from_now_on, 1: on_the_dot)
 * @example { "report_type": "on_the_dot" }
 */
function setReportType(report_type) {
  var report_type_map = { 0: "from_now_on", 1: "on_the_dot" };
  return [0xf9, 0x10, getKey(report_type_map, report_type)];
}

/**
 * @param {string} detection_mode values: (0: auto, 1: on)
 * @example { "detection_mode": "auto" }
 */
function setDetectionMode(detection_mode) {
  var detection_mode_map = { 0: "auto", 1: "on" };
  return [0xf9, 0x6b, getKey(detection_mode_map, detection_mode)];
}

/**
 * @param {number} report_interval unit: minute, range: [2, 1440]
 * @example { "report_interval": 10 }
 */
function setReportInterval(report_interval) {
  var bytes = [0xff, 0x8e, 0x00];
  bytes = bytes.concat(writeUInt16LE(report_interval));
  return bytes;
}

/**
 * @param {number} collection_interval unit: minute, range: [2, 60]
 * @example { "collection_interval": 2 }
 */
function setCollectionInterval(collection_interval) {
  var bytes = [0xff, 0x02];
  bytes = bytes.concat(writeUInt16LE(collection_interval));
  return bytes;
}

/**
 * @param {object} config
 * @param {string} config.condition values: (0: disable, 1: below, 2: above, 3: between, 4: outside)
 * @param {number} config.threshold_min unit: °C
 * @param {number} config.threshold_max unit: °C
 * @example { "temperature_alarm_config": { "condition": "above", "threshold_min": 0, "threshold_max": 30 } }
 */
function setTemperatureAlarm(config) {
  var alarm_type = 1;
  var bytes = [0xff, 0x06];
  bytes.push(getCondition(config.condition) | (alarm_type << 3));
  bytes = bytes.concat(writeInt16LE(Math.round(config.threshold_min * 10)));
  bytes = bytes.concat(writeInt16LE(Math.round(config.threshold_max * 10)));
  bytes = bytes.concat(writeUInt16LE(config.lock_time || 0));
  bytes = bytes.concat(writeUInt16LE(config.continue_time || 0));
  return bytes;
}

/**
 * @param {object} config
 * @param {string} config.condition values: (0: disable, 1: below, 2: above, 3: between, 4: outside)
 * @param {number} config.threshold_min unit: %RH
 * @param {number} config.threshold_max unit: %RH
 * @example { "humidity_alarm_config": { "condition": "below", "threshold_min": 20, "threshold_max": 60 } }
 */
function setHumidityAlarm(config) {
  var alarm_type = 2;
  var bytes = [0xff, 0x06];
  bytes.push(getCondition(config.condition) | (alarm_type << 3));
  bytes = bytes.concat(writeUInt16LE(Math.round(config.threshold_min * 2)));
  bytes = bytes.concat(writeUInt16LE(Math.round(config.threshold_max * 2)));
  bytes = bytes.concat(writeUInt16LE(config.lock_time || 0));
  bytes = bytes.concat(writeUInt16LE(config.continue_time || 0));
  return bytes;
}

/**
 * @param {object} config
 * @param {string} config.condition optional, values: (0: disable, 1: below, 2: above, 3: between, 4: outside)
 * @param {number} config.threshold_min unit: lux, dark below it
 * @param {number} config.threshold_max unit: lux, light above it
 * @example { "illuminance_alarm_config": { "threshold_min": 200, "threshold_max": 800 } }
 */
function setIlluminanceAlarm(config) {
  var alarm_type = 3;
  var condition = "condition" in config ? config.condition : "outside";
  var bytes = [0xff, 0x06];
  bytes.push(getCondition(condition) | (alarm_type << 3));
  bytes = bytes.concat(writeUInt16LE(config.threshold_min));
  bytes = bytes.concat(writeUInt16LE(config.threshold_max));
  bytes = bytes.concat(writeUInt16LE(config.lock_time || 0));
  bytes = bytes.concat(writeUInt16LE(config.continue_time || 0));
  return bytes;
}

/**
 * @param {string} d2d_key 16 hex digits
 * @example { "d2d_key": "0011223344556677" }
 */
function setD2DKey(d2d_key) {
  var bytes = [0xff, 0x35];
  bytes = bytes.concat(writeHexString(d2d_key));
  return bytes;
}

/**
 * @param {string} d2d_enable values: (0: disable, 1: enable)
 * @example { "d2d_enable": "enable" }
 */
function setD2DEnable(d2d_enable) {
  return [0xff, 0x84, getEnable(d2d_enable)];
}

/**
 * @param {object} config
 * @param {number} config.mode range: [1, 20]
 * @param {string} config.enable values: (0: disable, 1: enable)
 * @param {string} config.lora_uplink_enable values: (0: disable, 1: enable)
 * @param {string} config.d2d_cmd 4 hex digits
 * @param {number} config.time unit: minute, range: [1, 1440]
 * @param {string} config.time_enable values: (0: disable, 1: enable)
 * @example { "d2d_master_config": [{ "mode": 1, "enable": "enable", "lora_uplink_enable": "enable",
 *   "d2d_cmd": "0000", "time": 5, "time_enable": "enable" }] }
 */
function setD2DMasterConfig(config) {
  var bytes = [0xff, 0x96];
  bytes.push(getD2DMode(config.mode));
  bytes.push(getEnable(config.enable));
  bytes.push(getEnable(config.lora_uplink_enable));
  bytes = bytes.concat(writeHexString(config.d2d_cmd).reverse());
  bytes = bytes.concat(writeUInt16LE(config.time));
  bytes.push(getEnable(config.time_enable));
  return bytes;
}

/**
 * @param {string} history_enable values: (0: disable, 1: enable)
 * @example { "history_enable": "enable" }
 */
function setHistoryEnable(history_enable) {
  return [0xff, 0x68, getEnable(history_enable)];
}

/**
 * @param {string} retransmit_enable values: (0: disable, 1: enable)
 * @example { "retransmit_enable": "enable" }
 */
function setRetransmitEnable(retransmit_enable) {
  return [0xff, 0x69, getEnable(retransmit_enable)];
}

/**
 * @param {number} retransmit_interval unit: second, range: [30, 1200]
 * @example { "retransmit_interval": 600 }
 */
function setRetransmitInterval(retransmit_interval) {
  var bytes = [0xff, 0x6a, 0x00];
  bytes = bytes.concat(writeUInt16LE(retransmit_interval));
  return bytes;
}

/**
 * @param {number} resend_interval unit: second, range: [30, 1200]
 * @example { "resend_interval": 600 }
 */
function setResendInterval(resend_interval) {
  var bytes = [0xff, 0x6a, 0x01];
  bytes = bytes.concat(writeUInt16LE(resend_interval));
  return bytes;
}

/**
 * @param {string} stop_transmit values: (0: no, 1: yes)
 * @example { "stop_transmit": "yes" }
 */
function stopTransmit(stop_transmit) {
  if (getYesNo(stop_transmit) === 0) {
    return [];
  }
  return [0xfd, 0x6d, 0xff];
}

/**
 * @param {object} range
 * @param {number} range.start_time unit: second
 * @param {number} range.end_time optional, unit: second
 * @example { "fetch_history": { "start_time": 1715739622, "end_time": 1716171622 } }
 */
function fetchHistory(range) {
  var bytes = [];
  if ("end_time" in range) {
    bytes = bytes.concat([0xfd, 0x6c]);
    bytes = bytes.concat(writeUInt32LE(range.start_time));
    bytes = bytes.concat(writeUInt32LE(range.end_time));
  } else {
    bytes = bytes.concat([0xfd, 0x6b]);
    bytes = bytes.concat(writeUInt32LE(range.start_time));
  }
  return bytes;
}

/**
 * @param {string} adr_enable values: (0: disable, 1: enable)
 * @example { "adr_enable": "enable" }
 */
function setAdrEnable(adr_enable) {
  return [0xff, 0x40, getEnable(adr_enable)];
}

/**
 * @param {number} lora_port range: [1, 223]
 * @example { "lora_port": 85 }
 */
function setLoraPort(lora_port) {
  return [0xff, 0x65, lora_port & 0xff];
}

/**
 * @param {string} detect values: (0: no, 1: yes)
 * @example { "detect": "yes" }
 */
function detectNow(detect) {
  if (getYesNo(detect) === 0) {
    return [];
  }
  return [0xf9, 0x6c, 0xff];
}

/**
 * @param {string} reset values: (0: no, 1: yes)
 * @example { "reset": "yes" }
 */
function resetDevice(reset) {
  if (getYesNo(reset) === 0) {
    return [];
  }
  return [0xf9, 0x6e, 0xff];
}

/**
 * @param {string} reboot values: (0: no, 1: yes)
 * @example { "reboot": "yes" }
 */
function rebootDevice(reboot) {
  if (getYesNo(reboot) === 0) {
    return [];
  }
  return [0xff, 0x10, 0xff];
}

function getEnable(value) {
  var enable_map = { 0: "disable", 1: "enable" };
  return getKey(enable_map, value);
}

function getYesNo(value) {
  var yes_no_map = { 0: "no", 1: "yes" };
  return getKey(yes_no_map, value);
}

function getCondition(value) {
  var condition_map = { 0: "disable", 1: "below", 2: "above", 3: "between", 4: "outside" };
  return getKey(condition_map, value);
}

function getD2DMode(value) {
  if (typeof value === "number") {
    return value & 0xff;
  }
  var mode_map = { 1: "occupied", 2: "vacant", 3: "dim", 4: "occupied_bright", 5: "occupied_dim" };
  for (var n = 1; n <= 10; n++) {
    if (value === "region_" + n + "_occupied") {
      return 2 * n - 1;
    }
    if (value === "region_" + n + "_vacant") {
      return 2 * n;
    }
  }
  return getKey(mode_map, value);
}

// Labels and raw numbers are both accepted.
function getKey(map, value) {
  for (var key in map) {
    if (map[key] === value || Number(key) === Number(value)) {
      return Number(key);
    }
  }
  throw new Error("unknown value: " + value);
}

function writeUInt16LE(value) {
  return [value & 0xff, (value >> 8) & 0xff];
}

function writeInt16LE(value) {
  return writeUInt16LE(value < 0 ? value + 0x10000 : value);
}

function writeUInt32LE(value) {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff];
}

function writeHexString(text) {
  var bytes = [];
  for (var i = 0; i < text.length; i += 2) {
    bytes.push(parseInt(text.substr(i, 2), 16));
  }
  return bytes;
}
