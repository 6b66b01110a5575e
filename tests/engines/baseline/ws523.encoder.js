/**
 * Payload encoder for the Milesight WS523, written by hand the way integrators usually do it.
 * The emitted formatters are measured against it. It is frozen: do not tune it.
 */

// The Things Stack, ChirpStack v4
function encodeDownlink(input) {
  return { bytes: ws523Encode(input.data), fPort: 85 };
}

// ChirpStack v3
function Encode(fPort, obj) {
  return ws523Encode(obj);
}

// The Things Network v2
function Encoder(obj, port) {
  return ws523Encode(obj);
}

function ws523Encode(payload) {
  var encoded = [];

  if ("report_interval" in payload) {
    encoded = encoded.concat(setReportInterval(payload.report_interval));
  }
  if ("socket_status" in payload && !("delay_time" in payload)) {
    encoded = encoded.concat(setSocketStatus(payload.socket_status));
  }
  if ("cancel_delay_task" in payload) {
    encoded = encoded.concat(cancelDelayTask(payload.cancel_delay_task));
  }
  if ("delay_time" in payload) {
    encoded = encoded.concat(setDelayTask(payload.delay_time, payload.socket_status));
  }
  if ("delay_task" in payload) {
    var task = payload.delay_task;
    encoded = encoded.concat(setDelayTask(task.delay_time, task.socket_status));
  }
  if ("current_alarm_config" in payload) {
    encoded = encoded.concat(setCurrentAlarm(payload.current_alarm_config));
  }
  if ("child_lock_config" in payload) {
    encoded = encoded.concat(setChildLock(payload.child_lock_config));
  }
  if ("power_consumption_enable" in payload) {
    encoded = encoded.concat(setPowerConsumptionEnable(payload.power_consumption_enable));
  }
  if ("reset_power_consumption" in payload) {
    encoded = encoded.concat(resetPowerConsumption(payload.reset_power_consumption));
  }
  if ("led_indicator_enable" in payload) {
    encoded = encoded.concat(setLedIndicatorEnable(payload.led_indicator_enable));
  }
  if ("over_current_protection" in payload) {
    encoded = encoded.concat(setOverCurrentProtection(payload.over_current_protection));
  }
  if ("report_status" in payload) {
    encoded = encoded.concat(reportStatus(payload.report_status));
  }
  if ("report_attribute" in payload) {
    encoded = encoded.concat(reportAttribute(payload.report_attribute));
  }
  if ("reboot" in payload) {
    encoded = encoded.concat(rebootDevice(payload.reboot));
  }

  return encoded;
}

/**
 * @param {number} report_interval unit: second, range: [60, 64800]
 * @example { "report_interval": 1200 }
 */
function setReportInterval(report_interval) {
  var bytes = [0xff, 0x03];
  bytes = bytes.concat(writeUInt16LE(report_interval));
  return bytes;
}

/**
 * @param {string} socket_status values: (0: off, 1: on)
 * @example { "socket_status": "on" }
 */
function setSocketStatus(socket_status) {
  return [0x08, getSocketStatus(socket_status), 0x00, 0xff];
}

/**
 * @param {number} cancel_delay_task the number of the task
 * @example { "cancel_delay_task": 0 }
 */
function cancelDelayTask(cancel_delay_task) {
  return [0xff, 0x23, cancel_delay_task & 0xff, 0xff];
}

/**
 * @param {number} delay_time unit: second, range: [0, 65535]
 * @param {string} socket_status values: (0: off, 1: on)
 * @example { "delay_task": { "delay_time": 60, "socket_status": "on" } }
 * @example { "delay_time": 60, "socket_status": "on" }
 */
function setDelayTask(delay_time, socket_status) {
  var bytes = [0xff, 0x22, 0x00];
  bytes = bytes.concat(writeUInt16LE(delay_time));
  bytes.push(0x10 | getSocketStatus(socket_status));
  return bytes;
}

/**
 * @param {object} config
 * @param {string} config.enable values: (0: disable, 1: enable)
 * @param {number} config.threshold unit: A
 * @example { "current_alarm_config": { "enable": "enable", "threshold": 10 } }
 */
function setCurrentAlarm(config) {
  return [0xff, 0x24, getEnable(config.enable), config.threshold & 0xff];
}

/**
 * @param {object} config
 * @param {string} config.enable values: (0: disable, 1: enable)
 * @param {number} config.lock_time optional, unit: minute
 * @example { "child_lock_config": { "enable": "enable", "lock_time": 60 } }
 */
function setChildLock(config) {
  var value = (getEnable(config.enable) << 15) | (config.lock_time || 0);
  var bytes = [0xff, 0x25];
  bytes = bytes.concat(writeUInt16LE(value));
  return bytes;
}

/**
 * @param {string} power_consumption_enable values: (0: disable, 1: enable)
 * @example { "power_consumption_enable": "enable" }
 */
function setPowerConsumptionEnable(power_consumption_enable) {
  return [0xff, 0x26, getEnable(power_consumption_enable)];
}

/**
 * @param {string} reset_power_consumption values: (0: no, 1: yes)
 * @example { "reset_power_consumption": "yes" }
 */
function resetPowerConsumption(reset_power_consumption) {
  if (getYesNo(reset_power_consumption) === 0) {
    return [];
  }
  return [0xff, 0x27, 0xff];
}

/**
 * @param {string} led_indicator_enable values: (0: disable, 1: enable)
 * @example { "led_indicator_enable": "enable" }
 */
function setLedIndicatorEnable(led_indicator_enable) {
  return [0xff, 0x2f, getEnable(led_indicator_enable)];
}

/**
 * @param {object} config
 * @param {string} config.enable values: (0: disable, 1: enable)
 * @param {number} config.trip_current unit: A
 * @example { "over_current_protection": { "enable": "enable", "trip_current": 10 } }
 */
function setOverCurrentProtection(config) {
  return [0xff, 0x30, getEnable(config.enable), config.trip_current & 0xff];
}

/**
 * @param {string} report_status values: (0: no, 1: yes)
 * @example { "report_status": "yes" }
 */
function reportStatus(report_status) {
  if (getYesNo(report_status) === 0) {
    return [];
  }
  return [0xff, 0x28, 0xff];
}

/**
 * @param {string} report_attribute values: (0: no, 1: yes)
 * @example { "report_attribute": "yes" }
 */
function reportAttribute(report_attribute) {
  if (getYesNo(report_attribute) === 0) {
    return [];
  }
  return [0xff, 0x2c, 0xff];
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

function getSocketStatus(value) {
  var status_map = { 0: "off", 1: "on" };
  return getKey(status_map, value);
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
