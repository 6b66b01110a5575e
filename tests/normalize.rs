//! The Things Stack's normalized payload leaves out what cannot be right.

use common::{device, plain};
use milesight_codec::{Object, Value};
use serde_json::{Value as Json, json};

fn normalized(fields: Vec<(&'static str, Value)>) -> Json {
    plain(&device("vs321").normalize_uplink(&Object::from_iter(fields).into()))
}

/// What is measured by a payload of which decoding warns of nothing.
#[track_caller]
fn measured(bytes: &str) -> Json {
    let sensor = device("vs321");
    let uplink = sensor.decode_uplink(&common::hex(bytes));
    assert_eq!(uplink.warnings, [], "{bytes}");
    plain(&sensor.normalize_uplink(&uplink.data.into()))["data"].clone()
}

fn motion(detected: bool) -> Json {
    json!([{ "action": { "motion": { "detected": detected } } }])
}

#[test]
fn measures_outside_the_guides_range_are_left_out() {
    let sensor = device("vs321");
    // 100.5 %, and 127.5 % with an alarm; decoding keeps both, with a warning.
    for bytes in [&[0x03, 0x67, 0x11, 0x01, 0x04, 0x68, 0xc9][..], &[0x84, 0x68, 0xff, 0x01]] {
        let uplink = sensor.decode_uplink(bytes);
        assert_eq!(uplink.warnings.len(), 1);
        let normalized = plain(&sensor.normalize_uplink(&uplink.data.into()));
        assert!(!normalized.to_string().contains("relativeHumidity"));
    }
    for humidity in [0, 100] {
        let measured = normalized(vec![("humidity", humidity.into())]);
        assert_eq!(measured["data"][0]["air"]["relativeHumidity"], json!(humidity));
    }
}

#[test]
fn numbers_that_are_not_finite_are_left_out_everywhere() {
    let entry = |people: f64| {
        Object::from_iter([
            ("timestamp", Value::from(f64::NAN)),
            ("people_total_counts", people.into()),
        ])
    };
    let measured = normalized(vec![
        ("temperature", f64::NAN.into()),
        ("humidity", f64::NEG_INFINITY.into()),
        ("people_total_counts", f64::INFINITY.into()),
        ("region_2", "occupied".into()),
        ("timestamp", f64::NAN.into()),
        ("history", vec![entry(0.0), entry(f64::NAN)].into()),
    ]);
    assert_eq!(
        measured,
        json!({ "data": [
            { "action": { "motion": { "detected": true } } },
            { "action": { "motion": { "detected": false } } },
        ] })
    );
}

#[test]
fn history_records_are_further_measurements_at_their_own_time() {
    // VS321 5.1.4, the example and the row of desk occupancy.
    let history = [
        0x20, 0xce, 0xe8, 0x1b, 0x44, 0x66, 0x01, 0x05, 0x00, 0x00, 0x00, 0x20, 0xce, 0xe8, 0x1b,
        0x44, 0x66, 0x00, 0x03, 0x00, 0x00, 0x00, 0x03, 0x67, 0x11, 0x01, 0x04, 0x68, 0xc8,
    ];
    let sensor = device("vs321");
    assert_eq!(
        plain(&sensor.normalize_uplink(&sensor.decode_uplink(&history).data.into())),
        json!({ "data": [
            { "air": { "location": "indoor", "temperature": 27.3, "relativeHumidity": 100 } },
            { "action": { "motion": { "detected": true } }, "time": "2024-05-15T02:20:24Z" },
            { "action": { "motion": { "detected": false } }, "time": "2024-05-15T02:20:24Z" },
        ] })
    );
}

/// Each field alone, so that none stands in for another.
#[test]
fn every_measure_is_taken_from_its_own_field() {
    let air = |name: &str, value: f64| json!([{ "air": { "location": "indoor", name: value } }]);
    assert_eq!(measured("03671101"), air("temperature", 27.3));
    // A whole number could be a time as well.
    let whole = json!([{ "air": { "location": "indoor", "temperature": 27 } }]);
    assert_eq!(measured("03670e01"), whole);
    assert_eq!(measured("83670e0101"), whole);
    assert_eq!(measured("8367110101"), air("temperature", 27.3));
    assert_eq!(
        measured("04686b"),
        json!([{ "air": { "location": "indoor", "relativeHumidity": 53.5 } }])
    );
    assert_eq!(measured("84686b01"), air("relativeHumidity", 53.5));
    assert_eq!(measured("05fd0000"), motion(false));
    assert_eq!(measured("05fd0100"), motion(true));
    assert_eq!(measured("05fdffff"), motion(true));
    assert_eq!(measured("0aefe81b4466"), json!([]));
    let timed = json!([{
        "air": { "location": "indoor", "temperature": 27.3 }, "time": "2024-05-15T02:20:24Z",
    }]);
    assert_eq!(measured("036711010aefe81b4466"), timed);
    assert_eq!(measured("06feff030000"), motion(false));
    for region in 0..10 {
        let mask = common::hex(&format!("{:04x}", 1u16 << region));
        let mask = format!("{:02x}{:02x}", mask[1], mask[0]);
        assert_eq!(measured(&format!("06feff03{mask}")), motion(true), "{mask}");
        let record = format!("20cee81b446600ff03{mask}");
        let expected = json!([{
            "action": { "motion": { "detected": true } }, "time": "2024-05-15T02:20:24Z",
        }]);
        assert_eq!(measured(&record), expected, "{mask}");
    }
}

#[test]
fn models_without_a_place_in_it_give_an_empty_list() {
    for model in ["ws101", "ws523", "ws52x"] {
        let data = json!({ "battery": 100, "voltage": 229.3, "socket_status": "on" });
        let data: Value = serde_json::from_value(data).unwrap();
        assert_eq!(plain(&device(model).normalize_uplink(&data)), json!({ "data": [] }));
    }
}

/// The days around the ends of months, of all years that the wire can say, counted one by one.
#[test]
fn every_month_of_every_year_ends_on_its_day() {
    let time = |seconds: u32| {
        let fields = vec![("temperature", 20.into()), ("timestamp", seconds.into())];
        normalized(fields)["data"][0]["time"].clone()
    };
    let (mut days, mut months) = (0, 0);
    'years: for year in 1970.. {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if leap { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in lengths.into_iter().enumerate() {
            for day in [1, 2, 28, length] {
                let Some(midnight) = u32::checked_mul(days + day - 1, 86_400) else { break 'years };
                let date = format!("{year}-{:02}-{day:02}T00:00:00Z", month + 1);
                assert_eq!(time(midnight), json!(date));
            }
            days += length;
            months += 1;
        }
    }
    // Up to 2106-02, which the wire says in part.
    assert_eq!(months, 136 * 12 + 1);
    assert_eq!(time(u32::MAX), json!("2106-02-07T06:28:15Z"));
    assert_eq!(time(951_827_696), json!("2000-02-29T12:34:56Z"));
}

/// VS321 5.1.2: `08 f4`, and the upper half of `06 fe`.
#[test]
fn motion_is_told_only_of_what_can_be_detected() {
    // The sensor cannot detect; it can.
    assert_eq!(measured("08f40201 05fd0000"), json!([]));
    assert_eq!(measured("08f40201 05fd0300"), json!([]));
    assert_eq!(measured("05fd0300 08f40201"), json!([]));
    assert_eq!(measured("08f40200 05fd0000"), motion(false));
    let air = json!([{ "air": { "location": "indoor", "temperature": 27.3 } }]);
    assert_eq!(measured("08f40201 05fd0000 03671101"), air);
    // No region is enabled; one is, and another is said to be occupied; that one is.
    assert_eq!(measured("06fe00000000"), json!([]));
    assert_eq!(measured("06fe01000200"), motion(false));
    assert_eq!(measured("06fe02000200"), motion(true));
    // In a record.
    let times = |bytes: &str| measured(bytes).as_array().unwrap().len();
    assert_eq!(times("20cee81b44660000000200"), 0);
    assert_eq!(times("20cee81b44660002000200"), 1);
}
