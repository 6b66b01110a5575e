/**
 * Payload decoder for the Milesight WS101, written by hand the way integrators usually do it.
 * The package is measured against it. It is frozen: do not tune it.
 */

// The Things Stack, ChirpStack v4
function decodeUplink(input) {
  return { data: ws101Decode(input.bytes) };
}

// ChirpStack v3
function Decode(fPort, bytes) {
  return ws101Decode(bytes);
}

// The Things Network v2
function Decoder(bytes, port) {
  return ws101Decode(bytes);
}

function ws101Decode(bytes) {
  var decoded = {};

  for (var i = 0; i < bytes.length; ) {
    var channel_id = bytes[i++];
    var channel_type = bytes[i++];

    // IPSO VERSION
    if (channel_id === 0xff && channel_type === 0x01) {
      decoded.ipso_version = readProtocolVersion(bytes[i]);
      i += 1;
    }
    // SERIAL NUMBER
    else if (channel_id === 0xff && channel_type === 0x08) {
      decoded.sn = readSerialNumber(bytes.slice(i, i + 6));
      i += 6;
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
    // BUTTON EVENT
    else if (channel_id === 0xff && channel_type === 0x2e) {
      decoded.button_event = {};
      decoded.button_event.status = readButtonEvent(bytes[i]);
      i += 1;
    }
    // DOWNLINK RESPONSE
    else if (channel_id === 0xff || channel_id === 0xfe) {
      var result = handleDownlinkResponse(channel_type, bytes, i);
      for (var key in result.data) {
        decoded[key] = result.data[key];
      }
      i = result.offset;
    } else {
      break;
    }
  }

  return decoded;
}

function handleDownlinkResponse(channel_type, bytes, offset) {
  var decoded = {};

  switch (channel_type) {
    case 0x03:
      decoded.reporting_interval = readUInt16LE(bytes.slice(offset, offset + 2));
      offset += 2;
      break;
    case 0x10:
      decoded.reboot = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x28:
      decoded.query_device_status = readYesNoStatus(1);
      offset += 1;
      break;
    case 0x2f:
      decoded.led_indicator_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x3e:
      decoded.buzzer_enable = readEnableStatus(bytes[offset]);
      offset += 1;
      break;
    case 0x74:
      decoded.double_click_enable = readEnableStatus(bytes[offset]);
      offset += 1;
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
  var text = [];
  for (var i = 0; i < bytes.length; i++) {
    text.push(("0" + (bytes[i] & 0xff).toString(16)).slice(-2));
  }
  return text.join("");
}

function readLoRaWANClass(type) {
  var class_map = { 0: "Class A", 1: "Class B", 2: "Class C", 3: "Class CtoB" };
  return getValue(class_map, type);
}

function readButtonEvent(type) {
  var event_map = { 1: "short press", 2: "long press", 3: "double press" };
  return getValue(event_map, type);
}

function readEnableStatus(status) {
  var status_map = { 0: "disable", 1: "enable" };
  return getValue(status_map, status);
}

function readYesNoStatus(status) {
  var status_map = { 0: "no", 1: "yes" };
  return getValue(status_map, status);
}

function readUInt8(value) {
  return value & 0xff;
}

function readUInt16LE(bytes) {
  var value = (bytes[1] << 8) + bytes[0];
  return value & 0xffff;
}

function getValue(map, key) {
  if (map[key] !== undefined) {
    return map[key];
  }
  return "unknown";
}
