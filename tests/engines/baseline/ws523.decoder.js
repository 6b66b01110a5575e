/**
 * Payload decoder for the Milesight WS523, written by hand the way integrators usually do it.
 * The emitted formatters are measured against it. It is frozen: do not tune it.
 */

// The Things Stack, ChirpStack v4
function decodeUplink(input) {
  return { data: ws523Decode(input.bytes) };
}

// ChirpStack v3
function Decode(fPort, bytes) {
  return ws523Decode(bytes);
}

// The Things Network v2
function Decoder(bytes, port) {
  return ws523Decode(bytes);
}

function ws523Decode(bytes) {
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
    // VOLTAGE
    else if (channel_id === 0x03 && channel_type === 0x74) {
      decoded.voltage = readUInt16LE(bytes.slice(i, i + 2)) / 10;
      i += 2;
    }
    // ACTIVE POWER
    else if (channel_id === 0x04 && channel_type === 0x80) {
      decoded.active_power = readUInt32LE(bytes.slice(i, i + 4));
      i += 4;
    }
    // POWER FACTOR
    else if (channel_id === 0x05 && channel_type === 0x81) {
      decoded.power_factor = readUInt8(bytes[i]);
      i += 1;
    }
    // POWER CONSUMPTION
    else if (channel_id === 0x06 && channel_type === 0x83) {
      decoded.power_consumption = readUInt32LE(bytes.slice(i, i + 4));
      i += 4;
    }
    // CURRENT
    else if (channel_id === 0x07 && channel_type === 0xc9) {
      decoded.current = readUInt16LE(bytes.slice(i, i + 2));
      i += 2;
    }
    // SOCKET STATUS
    else if (channel_id === 0x08 && channel_type === 0x70) {
      decoded.socket_status = readSocketStatus(bytes[i] & 0x0f);
      if (bytes[i] >>> 4 === 1) {
        decoded.socket_status_source = "button";
      }
      i += 1;
    }
    // POWER OUTAGE
    else if (channel_id === 0xff && channel_type === 0x3f) {
      decoded.power_outage_alarm = bytes[i] === 0x00 ? "normal" : "power_outage";
      i += 1;
    }
    // RESPONSE TO A DOWNLINK
    else if (channel_id === 0xff || channel_id === 0xfe) {
      var response = readDownlinkResponse(channel_type, bytes, i);
      mergeInto(decoded, response.data);
      i = response.offset;
    } else {
      break;
    }
  }

  return decoded;
}

// The settings of the join report are the same channels.
function readDownlinkResponse(channel_type, bytes, offset) {
  var decoded = {};

  switch (channel_type) {
    case 0x03:
      decoded.report_interval = readUInt16LE(bytes.slice(offset, offset + 2));
      offset += 2;
      break;
    case 0x10:
      decoded.reboot = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x22:
      // ignore the first byte
      decoded.delay_task = {};
      decoded.delay_task.delay_time = readUInt16LE(bytes.slice(offset + 1, offset + 3));
      decoded.delay_task.socket_status = readSocketStatus(bytes[offset + 3] & 0x0f);
      offset += 4;
      break;
    case 0x23:
      decoded.cancel_delay_task = readUInt8(bytes[offset]);
      offset += 2;
      break;
    case 0x24:
      decoded.current_alarm_config = {};
      decoded.current_alarm_config.enable = readEnableStatus(bytes[offset]);
      decoded.current_alarm_config.threshold = readUInt8(bytes[offset + 1]);
      offset += 2;
      break;
    case 0x25:
      var child_lock = readUInt16LE(bytes.slice(offset, offset + 2));
      decoded.child_lock_config = {};
      decoded.child_lock_config.enable = readEnableStatus((child_lock >>> 15) & 0x01);
      decoded.child_lock_config.lock_time = child_lock & 0x7fff;
      offset += 2;
      break;
    case 0x26:
      decoded.power_consumption_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x27:
      decoded.reset_power_consumption = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x28:
      decoded.report_status = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x2c:
      decoded.report_attribute = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x2f:
      decoded.led_indicator_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x30:
      decoded.over_current_protection = {};
      decoded.over_current_protection.enable = readEnableStatus(bytes[offset]);
      decoded.over_current_protection.trip_current = readUInt8(bytes[offset + 1]);
      offset += 2;
      break;
    default:
      throw new Error("unknown downlink response");
  }

  return { data: decoded, offset: offset };
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

function readSocketStatus(status) {
  var status_map = { 0: "off", 1: "on" };
  return getValue(status_map, status);
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
