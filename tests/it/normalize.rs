//! The Things Stack's normalized payload: numbers that JSON cannot write, and the calendar. The rest
//! is in the case files.

use common::codec::{WILD, normalize, normalize_wild};
use common::device;
use serde_json::json;

#[test]
fn numbers_that_are_not_finite_are_left_out_everywhere() {
    let data = json!({
        "temperature": WILD, "humidity": WILD, "people_total_counts": WILD, "timestamp": WILD,
        "region_2": "occupied",
        "history": [
            { "timestamp": WILD, "people_total_counts": 0 },
            { "timestamp": WILD, "people_total_counts": WILD },
        ],
    });
    for wild in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let expected = json!([
            { "action": { "motion": { "detected": true } } },
            { "action": { "motion": { "detected": false } } },
        ]);
        assert_eq!(normalize_wild(device("vs321"), &data, wild), expected);
    }
}

#[test]
fn a_number_without_a_label_measures_nothing() {
    for (model, data) in [
        ("vs321", json!({ "detection_status": 7 })),
        ("em300-mcs", json!({ "magnet_status": 7 })),
        ("em300-sld", json!({ "leakage_status": 7 })),
    ] {
        assert_eq!(normalize(device(model), &data), json!([]), "{model}");
    }
}

/// The days around the ends of months, of all years that the wire can say, counted one by one.
#[test]
fn every_month_of_every_year_ends_on_its_day() {
    let time = |seconds: u32| {
        let data = json!({ "temperature": 20, "timestamp": seconds });
        normalize(device("vs321"), &data)[0]["time"].clone()
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
