/**
 * Payload decoder for the Milesight VS321, written by hand the way integrators usually do it.
 * The emitted formatters are measured against it. It is frozen: do not tune it.
 */

// The Things Stack, ChirpStack v4
function decodeUplink(input) {
  return { data: vs321Decode(input.bytes) };
}

// ChirpStack v3
function Decode(fPort, bytes) {
  return vs321Decode(bytes);
}

// The Things Network v2
function Decoder(bytes, port) {
  return vs321Decode(bytes);
}

function vs321Decode(bytes) {
  var decoded = {};

  for (var i = 0; i < bytes.length; ) {
    var channel_id = bytes[i++];
    var channel_type = bytes[i++];

    // IPSO VERSION
    if (channel_id === 0xff && channel_type === 0x01) {
      decoded.ipso_version = readProtocolVersion(bytes[i]);
      i += 1;
    }
    // HARDWARE VERSION
    else if (channel_id === 0xff && channel_type === 0x09) {
      decoded.hardware_version = readHardwareVersion(bytes.slice(i, i + 2));
      i += 2;
    }
    // FIRMWARE VERSION
    else if (channel_id === 0xff && channel_type === 0x0a) {
      decoded.firmware_version = readFirmwareVersion(bytes.slice(i, i + 2));
      i += 2;
    }
    // DEVICE STATUS
    else if (channel_id === 0xff && channel_type === 0x0b) {
      decoded.device_status = "on";
      i += 1;
    }
    // LORAWAN CLASS
    else if (channel_id === 0xff && channel_type === 0x0f) {
      decoded.lorawan_class = readLoRaWANClass(bytes[i]);
      i += 1;
    }
    // SERIAL NUMBER
    else if (channel_id === 0xff && channel_type === 0x16) {
      decoded.sn = readSerialNumber(bytes.slice(i, i + 8));
      i += 8;
    }
    // TSL VERSION
    else if (channel_id === 0xff && channel_type === 0xff) {
      decoded.tsl_version = readTslVersion(bytes.slice(i, i + 2));
      i += 2;
    }
    // RESET EVENT
    else if (channel_id === 0xff && channel_type === 0xfe) {
      decoded.reset_event = "reset";
      i += 1;
    }
    // BATTERY
    else if (channel_id === 0x01 && channel_type === 0x75) {
      decoded.battery = readUInt8(bytes[i]);
      i += 1;
    }
    // TEMPERATURE
    else if (channel_id === 0x03 && channel_type === 0x67) {
      var temperature_raw = readUInt16LE(bytes.slice(i, i + 2));
      if (temperature_raw === 0xffff) {
        decoded.temperature_sensor_status = "read_failed";
      } else {
        decoded.temperature = readInt16LE(bytes.slice(i, i + 2)) / 10;
      }
      i += 2;
    }
    // HUMIDITY
    else if (channel_id === 0x04 && channel_type === 0x68) {
      var humidity_raw = readUInt8(bytes[i]);
      if (humidity_raw === 0xff) {
        decoded.humidity_sensor_status = "read_failed";
      } else {
        decoded.humidity = humidity_raw / 2;
      }
      i += 1;
    }
    // PEOPLE COUNTING
    else if (channel_id === 0x05 && channel_type === 0xfd) {
      decoded.people_total_counts = readUInt16LE(bytes.slice(i, i + 2));
      i += 2;
    }
    // DESK OCCUPANCY
    else if (channel_id === 0x06 && channel_type === 0xfe) {
      var region_enable_mask = readUInt16LE(bytes.slice(i, i + 2));
      var region_status_mask = readUInt16LE(bytes.slice(i + 2, i + 4));
      readRegions(decoded, region_enable_mask, region_status_mask);
      i += 4;
    }
    // ILLUMINANCE
    else if (channel_id === 0x07 && channel_type === 0xff) {
      decoded.illuminance_status = readIlluminanceStatus(bytes[i]);
      i += 1;
    }
    // DETECTION STATUS
    else if (channel_id === 0x08 && channel_type === 0xf4) {
      decoded.detection_status = readDetectionStatus(bytes[i + 1]);
      i += 2;
    }
    // TIMESTAMP
    else if (channel_id === 0x0a && channel_type === 0xef) {
      decoded.timestamp = readUInt32LE(bytes.slice(i, i + 4));
      i += 4;
    }
    // TEMPERATURE ALARM
    else if (channel_id === 0x83 && channel_type === 0x67) {
      decoded.temperature = readInt16LE(bytes.slice(i, i + 2)) / 10;
      decoded.temperature_alarm = readAlarmType(bytes[i + 2]);
      i += 3;
    }
    // HUMIDITY ALARM
    else if (channel_id === 0x84 && channel_type === 0x68) {
      decoded.humidity = readUInt8(bytes[i]) / 2;
      decoded.humidity_alarm = readAlarmType(bytes[i + 1]);
      i += 2;
    }
    // HISTORY
    else if (channel_id === 0x20 && channel_type === 0xce) {
      var record = {};
      record.timestamp = readUInt32LE(bytes.slice(i, i + 4));
      var record_type = readUInt8(bytes[i + 4]);
      if (record_type === 0x01) {
        record.people_total_counts = readUInt16LE(bytes.slice(i + 5, i + 7));
      } else if (record_type === 0x00) {
        var record_enable_mask = readUInt16LE(bytes.slice(i + 5, i + 7));
        var record_status_mask = readUInt16LE(bytes.slice(i + 7, i + 9));
        readRegions(record, record_enable_mask, record_status_mask);
      }
      decoded.history = decoded.history || [];
      decoded.history.push(record);
      i += 9;
    }
    // FETCH HISTORY RESULT
    else if (channel_id === 0xfc && (channel_type === 0x6b || channel_type === 0x6c)) {
      decoded.fetch_history_result = readFetchResult(bytes[i]);
      i += 1;
    }
    // RESPONSE TO A DOWNLINK
    else if (channel_id === 0xff || channel_id === 0xfe || channel_id === 0xfd) {
      var response = readDownlinkResponse(channel_type, bytes, i);
      mergeInto(decoded, response.data);
      if (response.master) {
        decoded.d2d_master_config = decoded.d2d_master_config || [];
        decoded.d2d_master_config.push(response.master);
      }
      i = response.offset;
    }
    // RESPONSE TO AN EXTENDED DOWNLINK
    else if (channel_id === 0xf9 || channel_id === 0xf8) {
      var ext_response = readExtendedResponse(channel_id, channel_type, bytes, i);
      mergeInto(decoded, ext_response.data);
      i = ext_response.offset;
    } else {
      break;
    }
  }

  return decoded;
}

function readDownlinkResponse(channel_type, bytes, offset) {
  var decoded = {};
  var master;

  switch (channel_type) {
    case 0x02:
      decoded.collection_interval = readUInt16LE(bytes.slice(offset, offset + 2));
      offset += 2;
      break;
    case 0x06:
      var config = readUInt8(bytes[offset]);
      var alarm_type = (config >>> 3) & 0x07;
      var alarm = { condition: readCondition(config & 0x07) };
      if (alarm_type === 1) {
        alarm.threshold_min = readInt16LE(bytes.slice(offset + 1, offset + 3)) / 10;
        alarm.threshold_max = readInt16LE(bytes.slice(offset + 3, offset + 5)) / 10;
      } else if (alarm_type === 2) {
        alarm.threshold_min = readUInt16LE(bytes.slice(offset + 1, offset + 3)) / 2;
        alarm.threshold_max = readUInt16LE(bytes.slice(offset + 3, offset + 5)) / 2;
      } else {
        alarm.threshold_min = readUInt16LE(bytes.slice(offset + 1, offset + 3));
        alarm.threshold_max = readUInt16LE(bytes.slice(offset + 3, offset + 5));
      }
      alarm.lock_time = readUInt16LE(bytes.slice(offset + 5, offset + 7));
      alarm.continue_time = readUInt16LE(bytes.slice(offset + 7, offset + 9));
      if (alarm_type === 1) {
        decoded.temperature_alarm_config = alarm;
      } else if (alarm_type === 2) {
        decoded.humidity_alarm_config = alarm;
      } else if (alarm_type === 3) {
        decoded.illuminance_alarm_config = alarm;
      }
      offset += 9;
      break;
    case 0x10:
      decoded.reboot = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x35:
      decoded.d2d_key = readHexString(bytes.slice(offset, offset + 8));
      offset += 8;
      break;
    case 0x40:
      decoded.adr_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x65:
      decoded.lora_port = readUInt8(bytes[offset]);
      offset += 1;
      break;
    case 0x68:
      decoded.history_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x69:
      decoded.retransmit_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x6a:
      var interval_type = readUInt8(bytes[offset]);
      if (interval_type === 0) {
        decoded.retransmit_interval = readUInt16LE(bytes.slice(offset + 1, offset + 3));
      } else if (interval_type === 1) {
        decoded.resend_interval = readUInt16LE(bytes.slice(offset + 1, offset + 3));
      }
      offset += 3;
      break;
    case 0x6b:
      decoded.fetch_history = {};
      decoded.fetch_history.start_time = readUInt32LE(bytes.slice(offset, offset + 4));
      offset += 4;
      break;
    case 0x6c:
      decoded.fetch_history = {};
      decoded.fetch_history.start_time = readUInt32LE(bytes.slice(offset, offset + 4));
      decoded.fetch_history.end_time = readUInt32LE(bytes.slice(offset + 4, offset + 8));
      offset += 8;
      break;
    case 0x6d:
      decoded.stop_transmit = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x84:
      decoded.d2d_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x8e:
      // ignore the first byte
      decoded.report_interval = readUInt16LE(bytes.slice(offset + 1, offset + 3));
      offset += 3;
      break;
    case 0x96:
      master = {};
      master.mode = readUInt8(bytes[offset]);
      master.enable = readEnableStatus(bytes[offset + 1]);
      master.lora_uplink_enable = readEnableStatus(bytes[offset + 2]);
      master.d2d_cmd = readD2DCommand(bytes.slice(offset + 3, offset + 5));
      master.time = readUInt16LE(bytes.slice(offset + 5, offset + 7));
      master.time_enable = readEnableStatus(bytes[offset + 7]);
      offset += 8;
      break;
    default:
      throw new Error("unknown downlink response");
  }

  return { data: decoded, master: master, offset: offset };
}

function readExtendedResponse(channel_id, channel_type, bytes, offset) {
  var decoded = {};

  switch (channel_type) {
    case 0x10:
      decoded.report_type = readReportType(bytes[offset]);
      offset += 1;
      break;
    case 0x6b:
      decoded.detection_mode = readDetectionMode(bytes[offset]);
      offset += 1;
      break;
    case 0x6c:
      decoded.detect = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x6e:
      decoded.reset = readYesNoStatus(1);
      offset += 1;
      break;
    default:
      throw new Error("unknown downlink response");
  }

  // with result
  if (channel_id === 0xf8) {
    var result = readUInt8(bytes[offset]);
    offset += 1;

    if (result !== 0) {
      var request = decoded;
      decoded = {};
      decoded.device_response_result = {};
      decoded.device_response_result.channel_type = channel_type;
      decoded.device_response_result.result = readResult(result);
      decoded.device_response_result.request = request;
    }
  }

  return { data: decoded, offset: offset };
}

function readRegions(target, enable_mask, status_mask) {
  for (var n = 1; n <= 10; n++) {
    target["region_" + n + "_enable"] = readEnableStatus((enable_mask >>> (n - 1)) & 0x01);
    target["region_" + n] = readOccupancyStatus((status_mask >>> (n - 1)) & 0x01);
  }
}

function readProtocolVersion(value) {
  return "v" + value;
}

function readHardwareVersion(bytes) {
  var major = (bytes[0] & 0xff).toString(16);
  var minor = (bytes[1] & 0xff) >> 4;
  return "v" + major + "." + minor;
}

function readFirmwareVersion(bytes) {
  var major = (bytes[0] & 0xff).toString(16);
  var minor = (bytes[1] & 0xff).toString(16);
  return "v" + major + "." + minor;
}

function readTslVersion(bytes) {
  var major = bytes[0] & 0xff;
  var minor = bytes[1] & 0xff;
  return "v" + major + "." + minor;
}

function readSerialNumber(bytes) {
  return readHexString(bytes);
}

function readLoRaWANClass(type) {
  var class_map = { 0: "Class A", 1: "Class B", 2: "Class C", 3: "Class CtoB" };
  return getValue(class_map, type);
}

function readEnableStatus(status) {
  var status_map = { 0: "disable", 1: "enable" };
  return getValue(status_map, status);
}

function readYesNoStatus(status) {
  var status_map = { 0: "no", 1: "yes" };
  return getValue(status_map, status);
}

function readOccupancyStatus(status) {
  var status_map = { 0: "vacant", 1: "occupied" };
  return getValue(status_map, status);
}

function readIlluminanceStatus(status) {
  var status_map = { 0: "dim", 1: "bright" };
  return getValue(status_map, status);
}

function readDetectionStatus(status) {
  var status_map = { 0: "normal", 1: "unavailable" };
  return getValue(status_map, status);
}

function readAlarmType(type) {
  var alarm_map = { 0: "threshold_alarm_release", 1: "threshold_alarm" };
  return getValue(alarm_map, type);
}

function readFetchResult(result) {
  var result_map = { 0: "success", 1: "invalid_time", 2: "no_data" };
  return getValue(result_map, result);
}

function readReportType(type) {
  var type_map = { 0: "from_now_on", 1: "on_the_dot" };
  return getValue(type_map, type);
}

function readDetectionMode(mode) {
  var mode_map = { 0: "auto", 1: "on" };
  return getValue(mode_map, mode);
}

function readCondition(condition) {
  var condition_map = { 0: "disable", 1: "below", 2: "above", 3: "between", 4: "outside" };
  return getValue(condition_map, condition);
}

function readResult(result) {
  var result_map = { 0: "success", 1: "forbidden", 2: "invalid parameter" };
  return getValue(result_map, result);
}

function readD2DCommand(bytes) {
  return readHexString([bytes[1], bytes[0]]);
}

function readHexString(bytes) {
  var text = [];
  for (var i = 0; i < bytes.length; i++) {
    text.push(("0" + (bytes[i] & 0xff).toString(16)).slice(-2));
  }
  return text.join("");
}

function readUInt8(value) {
  return value & 0xff;
}

function readUInt16LE(bytes) {
  var value = (bytes[1] << 8) + bytes[0];
  return value & 0xffff;
}

function readInt16LE(bytes) {
  var value = readUInt16LE(bytes);
  return value > 0x7fff ? value - 0x10000 : value;
}

function readUInt32LE(bytes) {
  var value = (bytes[3] << 24) + (bytes[2] << 16) + (bytes[1] << 8) + bytes[0];
  return (value & 0xffffffff) >>> 0;
}

function mergeInto(target, source) {
  for (var key in source) {
    target[key] = source[key];
  }
}

function getValue(map, key) {
  if (map[key] !== undefined) {
    return map[key];
  }
  return "unknown";
}
