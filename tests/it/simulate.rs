//! Uplinks that are encoded, by the guides' examples.

use common::codec::{Direction, decode, encode_uplink};
use common::device;
use milesight_codec::to_hex;
use serde_json::{Value as Json, json};

#[test]
fn uplinks_have_the_bytes_of_the_guides() {
    for (model, data, bytes) in [
        // VS321 5.1.1: the versions, the class, and the start.
        (
            "vs321",
            json!({
                "ipso_version": "v1",
                "hardware_version": "v1.4",
                "firmware_version": "v1.14",
                "tsl_version": "v1.0",
                "device_status": "on",
                "lorawan_class": "Class A",
            }),
            "ff0f00 ffff0100 ff090140 ff0a0114 ff0bff ff0101",
        ),
        // VS321 5.1.2.
        ("vs321", json!({ "battery": 100, "temperature": 27.3 }), "017564 03671101"),
        // The vendor's codec: ffff and ff are failures of the sensors.
        ("vs321", json!({ "temperature_sensor_status": "read_failed" }), "0367ffff"),
        ("vs321", json!({ "humidity_sensor_status": "read_failed" }), "0468ff"),
        // VS321 5.1.3: a temperature with an alarm has a row of its own.
        (
            "vs321",
            json!({ "temperature": 27.3, "temperature_alarm": "threshold_alarm" }),
            "8367110101",
        ),
        // VS321 5.1.4, of people counting.
        (
            "vs321",
            json!({ "history": [{ "timestamp": 1_715_739_624, "people_total_counts": 5 }] }),
            "20cee81b44660105000000",
        ),
        // VS321 5.2.1: an echo.
        ("vs321", json!({ "report_interval": 5 }), "ff8e000500"),
        // WS523 4.2, and the Socket Change Report of 2025.
        ("ws523", json!({ "socket_status": "off" }), "087000"),
        ("ws523", json!({ "socket_status": "on", "socket_status_source": "button" }), "087011"),
        ("ws523", json!({ "socket_status": "off", "socket_status_source": "button" }), "087010"),
        // WS101 5.2.
        ("ws101", json!({ "button_event": { "status": "double press" } }), "ff2e03"),
    ] {
        let encoded = encode_uplink(device(model), &data);
        assert_eq!(encoded.errors, [], "{data}");
        assert_eq!(to_hex(&encoded.bytes), bytes.replace(' ', ""), "{data}");
        assert_eq!(decode(device(model), Direction::Uplink, &encoded.bytes).data, data);
    }
}

/// Each with the paths of its errors.
#[test]
fn data_that_no_device_sends_are_refused() {
    for (model, data, paths) in [
        ("vs321", json!({}), &["data"][..]),
        ("vs321", json!({ "temperatur": 1 }), &["temperatur"]),
        // ffff would be read as a failure.
        ("vs321", json!({ "temperature": -0.1 }), &["temperature"]),
        ("vs321", json!({ "temperature_alarm": "threshold_alarm" }), &["temperature"]),
        (
            "vs321",
            json!({ "temperature": 1, "temperature_sensor_status": "read_failed" }),
            &["temperature_sensor_status"],
        ),
        ("vs321", json!({ "hardware_version": "v1.16" }), &["hardware_version"]),
        ("vs321", json!({ "hardware_version": "1.1" }), &["hardware_version"]),
        ("vs321", json!({ "ipso_version": "v1.0" }), &["ipso_version"]),
        ("vs321", json!({ "firmware_version": 1 }), &["firmware_version"]),
        ("vs321", json!({ "device_status": "off" }), &["device_status"]),
        ("vs321", json!({ "illuminance_status": "unknown" }), &["illuminance_status"]),
        ("vs321", json!({ "device_response_result": {} }), &["device_response_result"]),
        // The socket does not repeat what switches it, and a command is no uplink.
        ("ws523", json!({ "socket_status": "on", "delay_time": 5 }), &["delay_time"]),
        (
            "ws523",
            json!({ "socket_status": "on", "socket_status_source": "timer" }),
            &["socket_status_source"],
        ),
    ] {
        let encoded = encode_uplink(device(model), &data);
        let found: Vec<_> = encoded.errors.iter().map(|error| error.path.as_str()).collect();
        assert_eq!((found.as_slice(), encoded.bytes.as_slice()), (paths, &[][..]), "{data}");
    }
}

/// A humidity that has failed, and one with an alarm behind it: two rows, which share a field.
#[test]
fn rows_that_share_a_field_are_both_sent() {
    let data: Json = json!({
        "humidity_sensor_status": "read_failed",
        "humidity": 40,
        "humidity_alarm": "threshold_alarm",
    });
    let encoded = encode_uplink(device("vs321"), &data);
    assert_eq!(to_hex(&encoded.bytes), "0468ff84685001");
    assert_eq!(decode(device("vs321"), Direction::Uplink, &encoded.bytes).data, data);
}
