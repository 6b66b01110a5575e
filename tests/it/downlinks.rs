//! Commands that one payload cannot carry.

use common::codec::{briefs, encode, split};
use common::device;
use milesight_codec::to_hex;
use serde_json::{Value as Json, json};

/// So many entries of ten bytes each (VS321 5.2.4).
fn entries(count: usize) -> Json {
    let entry = json!({
        "mode": 1, "enable": "enable", "lora_uplink_enable": "enable", "d2d_cmd": "e004",
        "time": 5, "time_enable": "enable",
    });
    vec![entry; count].into()
}

/// LoRaWAN Regional Parameters RP002: the fastest data rates of EU868 carry 242 bytes.
#[test]
fn more_than_242_bytes_are_sent_with_a_warning() {
    let sensor = device("vs321");
    for (count, reboot, length, warnings) in [
        (24, false, 240, vec![]),
        (24, true, 243, vec!["too_long data"]),
        (25, false, 250, vec!["too_long data"]),
    ] {
        let mut data = json!({ "d2d_master_config": entries(count) });
        if reboot {
            data["reboot"] = "yes".into();
        }
        let sent = encode(sensor, &data);
        assert_eq!((sent.bytes.len(), sent.errors.len()), (length, 0));
        assert_eq!(briefs(&sent.warnings), warnings, "{count}");
    }
}

#[test]
fn a_long_command_is_split_between_commands() {
    let data = json!({ "d2d_master_config": entries(30) });
    for (most, lengths) in [
        (json!(null), vec![240, 60]),
        (json!(242), vec![240, 60]),
        (json!(51), vec![50; 6]),
        (json!(11), vec![10; 30]),
        (json!(10), vec![10; 30]),
    ] {
        let sent = split(device("vs321"), &data, &most);
        let given: Vec<_> = sent.payloads.iter().map(Vec::len).collect();
        assert_eq!((given, sent.warnings, sent.errors), (lengths, vec![], vec![]), "{most}");
    }
}

/// In the guide's bytes: VS321 5.2.1 and 5.2.4.
#[test]
fn payloads_keep_the_order_of_commands() {
    let data = json!({
        "reboot": "yes", "reset": "yes", "report_interval": 5, "d2d_key": "0123456789abcdef",
        "lora_port": 85, "detect": "yes",
    });
    let sent = split(device("vs321"), &data, &json!(11));
    let payloads: Vec<_> = sent.payloads.iter().map(|bytes| to_hex(bytes)).collect();
    assert_eq!(payloads, ["ff8e000500", "ff350123456789abcdef", "ff6555f96cfff96eff", "ff10ff"]);
    assert_eq!(briefs(&sent.warnings), ["undoes_settings reset"]);
}

#[test]
fn a_command_that_does_not_fit_is_refused_under_its_field() {
    let data = json!({ "report_interval": 5, "d2d_key": "0123456789abcdef",
        "d2d_master_config": entries(2), "reboot": "yes" });
    let sent = split(device("vs321"), &data, &json!(5));
    assert_eq!(sent.payloads, Vec::<Vec<u8>>::new());
    let messages: Vec<_> = sent.errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "d2d_key: got a command of 10 bytes; allowed: at most 5",
            "d2d_master_config[0]: got a command of 10 bytes; allowed: at most 5",
            "d2d_master_config[1]: got a command of 10 bytes; allowed: at most 5",
        ]
    );
    // An object by its own name, a socket's command without a type by its field.
    let alarm = json!({ "current_alarm_config": { "enable": "enable", "threshold": 10 },
        "socket_status": "on", "reboot": "yes" });
    let sent = split(device("ws523"), &alarm, &json!(3));
    assert_eq!(briefs(&sent.errors), ["too_long socket_status", "too_long current_alarm_config"]);
}

#[test]
fn a_limit_is_a_whole_number_from_1_to_242() {
    for most in [json!(0), json!(243), json!(11.5), json!("51"), json!(-1), json!([51])] {
        let sent = split(device("ws101"), &json!({ "reboot": "yes" }), &most);
        assert_eq!(briefs(&sent.errors), ["range maxBytes"], "{most}");
        assert!(sent.payloads.is_empty());
    }
    let sent = split(device("ws101"), &json!({ "reboot": 2 }), &json!(0));
    assert_eq!(briefs(&sent.errors), ["range reboot", "range maxBytes"]);
    let sent = device("ws101").encode_downlinks(&json!({ "reboot": "yes" }), 3).unwrap();
    assert_eq!((sent.payloads, sent.f_port), (vec![vec![0xff, 0x10, 0xff]], 85));
    assert!(device("ws101").encode_downlinks(&json!({ "reboot": "yes" }), 2).is_err());
}
