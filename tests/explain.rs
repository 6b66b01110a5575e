//! Explanations: every byte in one span, every bit in one part, and the same values
//! as decoding gives.

use std::collections::BTreeSet;

use common::generate::{self, KINDS};
use common::holds::{self, DIRECTIONS, decode, explain, last_values, paths};
use common::{cases, device, hex, models, plain, samples};
use fastrand::Rng;
use milesight_codec::table::VENDOR_CODEC;
use milesight_codec::{Device, Direction, Problem, SpanKind, Value, to_hex};
use serde_json::json;

/// Payloads of all sorts: samples, their prefixes, generated ones, random bytes.
fn payloads() -> Vec<(&'static Device, Direction, Vec<u8>)> {
    let mut all = Vec::new();
    for sample in samples() {
        let (direction, bytes) = match sample.kind.as_str() {
            "uplink" => (Direction::Uplink, sample.input_bytes()),
            "downlink-decode" => (Direction::Downlink, sample.input_bytes()),
            _ => continue,
        };
        all.extend((1..=bytes.len()).map(|cut| (sample.device, direction, bytes[..cut].to_vec())));
    }
    let mut rng = Rng::with_seed(6);
    for device in models() {
        for direction in DIRECTIONS {
            for number in 0..cases(900) {
                let kind = KINDS[number % KINDS.len()];
                all.push((
                    *device,
                    direction,
                    generate::payload(&mut rng, device, direction, kind),
                ));
            }
            for length in 1..100 {
                let bytes = (0..length).map(|_| rng.u8(..)).collect();
                all.push((*device, direction, bytes));
            }
        }
    }
    all.retain(|(_, _, bytes)| !bytes.is_empty());
    all
}

#[test]
fn explanations_cover_every_byte_and_bit_once_and_say_what_decoding_says() {
    for (device, direction, bytes) in payloads() {
        holds::explained(device, direction, &bytes);
    }
}

/// Where no channel comes twice, explanations have no other paths than the data.
#[test]
fn paths_are_those_of_the_decoded_data() {
    for sample in samples().iter().filter(|sample| sample.kind != "downlink-encode") {
        let direction = match sample.kind.as_str() {
            "uplink" => Direction::Uplink,
            _ => Direction::Downlink,
        };
        let bytes = sample.input_bytes();
        let explained = last_values(&explain(sample.device, direction, &bytes));
        let decoded = paths(&decode(sample.device, direction, &bytes).data);
        assert_eq!(explained, decoded, "{}", sample.description);
    }
}

/// The one source that is neither: the sockets' switch by hand.
const CHANGE_REPORT: &str = "WS523 2025, Socket Change Report";

#[test]
fn understood_parts_cite_the_guide_or_the_vendors_codec() {
    let mut sources = BTreeSet::new();
    for (device, direction, bytes) in payloads() {
        let guide = device.guide.split(' ').next().unwrap();
        for span in explain(device, direction, &bytes).spans {
            let skipped = span.reason.as_deref().is_some_and(|r| r.contains("unknown kind"));
            if span.kind != SpanKind::Channel || (skipped && span.channel != Some(0x20)) {
                continue;
            }
            for part in span.parts {
                let section = part.source.strip_prefix(&format!("{guide} ")).unwrap_or("");
                let numbered =
                    !section.is_empty() && section.chars().all(|c| c.is_ascii_digit() || c == '.');
                assert!(
                    numbered || [VENDOR_CODEC, CHANGE_REPORT].contains(&&*part.source),
                    "{} {}: {:?}",
                    device.model,
                    to_hex(&bytes),
                    part.source
                );
                sources.insert(part.source);
            }
        }
    }
    for source in ["WS101 5.1", "WS101 5.3", "WS523 4.2", "WS52x 4.2", "VS321 5.1.2", VENDOR_CODEC]
    {
        assert!(sources.contains(source), "{source} not in {sources:?}");
    }
}

#[test]
fn one_region_channel_feeds_twenty_fields() {
    let explanation = device("vs321").explain_uplink(&hex("06fe 0300 0200"));
    assert_eq!(explanation.spans.len(), 1);
    let span = &explanation.spans[0];
    assert_eq!((span.kind, span.offset, span.length), (SpanKind::Channel, 0, 6));
    assert_eq!((span.channel, span.type_byte), (Some(0x06), Some(0xfe)));
    let mut expected =
        vec![(0, 2, None, String::new(), "06fe", Value::Undefined, "header".to_owned())];
    for n in 1..=10u32 {
        let label = if n <= 2 { "enable" } else { "disable" };
        let (path, title) = (format!("region_{n}_enable"), format!("Region {n} enable"));
        expected.push((2, 2, Some((n - 1, n - 1)), path, "0300", label.into(), title));
    }
    let reserved = "reserved".to_owned();
    expected.push((
        2,
        2,
        Some((10, 15)),
        String::new(),
        "0300",
        Value::Undefined,
        reserved.clone(),
    ));
    for n in 1..=10u32 {
        let label = if n == 2 { "occupied" } else { "vacant" };
        let (path, title) = (format!("region_{n}"), format!("Region {n}"));
        expected.push((4, 2, Some((n - 1, n - 1)), path, "0200", label.into(), title));
    }
    expected.push((4, 2, Some((10, 15)), String::new(), "0200", Value::Undefined, reserved));
    let got: Vec<_> = span
        .parts
        .iter()
        .map(|part| {
            let value = part.value.clone().unwrap_or(Value::Undefined);
            let path = part.path.clone().unwrap_or_default();
            let (raw, label) = (part.raw.as_str(), part.label.clone());
            (part.offset, part.length, part.bits, path, raw, value, label)
        })
        .collect();
    assert_eq!(got, expected);
    assert!(span.parts.iter().all(|part| part.source == "VS321 5.1.2"));
}

#[test]
fn a_span_in_json_has_the_names_of_the_interface() {
    let explanation = device("vs321").explain_uplink(&hex("03671101"));
    let source = "VS321 5.1.2";
    assert_eq!(
        plain(&explanation),
        json!({ "spans": [{
            "offset": 0, "length": 4, "kind": "channel", "channel": 3, "type": 0x67,
            "parts": [
            { "offset": 0, "length": 2, "raw": "0367", "label": "header", "source": source },
            { "offset": 2, "length": 2, "path": "temperature", "raw": "1101", "value": 27.3,
            "unit": "°C", "label": "Temperature", "source": source },
            ],
            }] })
    );
}

#[test]
fn an_unknown_channel_is_one_span_to_the_end_with_a_reason() {
    let explanation = device("vs321").explain_uplink(&hex("017564 9901 aabbcc"));
    let span = &explanation.spans[1];
    assert_eq!((span.kind, span.offset, span.length), (SpanKind::Unknown, 3, 5));
    assert_eq!((span.channel, span.type_byte), (Some(0x99), Some(0x01)));
    assert_eq!(span.reason, Some(explanation.warnings[0].to_string()));
    let parts: Vec<_> =
        span.parts.iter().map(|part| (part.offset, part.raw.as_str(), &part.path)).collect();
    assert_eq!(parts, [(3, "9901", &None), (5, "aabbcc", &None)]);
}

#[test]
fn a_truncated_channel_has_its_row_but_no_value() {
    let explanation = device("vs321").explain_uplink(&hex("017564 06fe 0300"));
    let span = &explanation.spans[1];
    assert_eq!((span.kind, span.offset, span.length), (SpanKind::Truncated, 3, 4));
    assert_eq!(span.reason, Some(explanation.warnings[0].to_string()));
    assert!(span.parts.iter().all(|part| part.path.is_none() && part.value.is_none()));
    assert!(span.parts.iter().all(|part| part.source == "VS321 5.1.2"), "{:?}", span.parts);

    let explanation = device("vs321").explain_uplink(&hex("ff"));
    let span = &explanation.spans[0];
    assert_eq!((span.kind, span.length), (SpanKind::Truncated, 1));
    assert_eq!((span.channel, span.type_byte), (Some(0xff), None));
    assert_eq!(explanation.errors.len(), 1);
}

#[test]
fn the_typeless_command_has_no_type_byte() {
    let explanation = device("ws523").explain_downlink(&hex("080100ff"));
    let span = &explanation.spans[0];
    assert_eq!((span.channel, span.type_byte), (Some(8), None));
    let parts: Vec<_> = span
        .parts
        .iter()
        .map(|part| (part.offset, part.raw.as_str(), part.path.as_deref(), part.label.as_str()))
        .collect();
    let expected = [
        (0, "08", None, "header"),
        (1, "01", Some("socket_status"), "Socket status"),
        (2, "00", None, "reserved"),
        (3, "ff", None, "reserved"),
    ];
    assert_eq!(parts, expected);
    // Cut short after its state, its second byte is not a type either.
    let explanation = device("ws523").explain_downlink(&hex("0801"));
    let span = &explanation.spans[0];
    assert_eq!((span.kind, span.type_byte), (SpanKind::Truncated, None));
}

#[test]
fn a_missing_reserved_byte_is_a_part_of_no_bytes() {
    let explanation = device("ws101").explain_uplink(&hex("017564 ff0b"));
    let span = &explanation.spans[1];
    assert_eq!((span.kind, span.offset, span.length), (SpanKind::Channel, 3, 2));
    assert_eq!(span.reason, Some(explanation.warnings[0].to_string()));
    let [header, field] = &span.parts[..] else { panic!("{:?}", span.parts) };
    assert_eq!((header.offset, header.length), (3, 2));
    assert_eq!((field.offset, field.length, field.raw.as_str()), (5, 0, ""));
    assert_eq!(field.path.as_deref(), Some("device_status"));
    assert_eq!(field.value, Some("on".into()));
}

#[test]
fn a_refusal_shows_the_command_and_the_result() {
    let explanation = device("vs321").explain_uplink(&hex("f8100101"));
    let parts: Vec<_> = explanation.spans[0]
        .parts
        .iter()
        .map(|part| {
            let value = part.value.clone().unwrap_or(Value::Undefined);
            (part.offset, part.raw.as_str(), part.path.as_deref(), value, part.source.as_str())
        })
        .collect();
    let (guide, vendor) = ("VS321 5.2.1", VENDOR_CODEC);
    let expected: [(_, _, _, Value, _); 4] = [
        (0, "f8", None, Value::Undefined, guide),
        (1, "10", Some("device_response_result.channel_type"), 16.into(), vendor),
        (2, "01", Some("device_response_result.request.report_type"), "on_the_dot".into(), guide),
        (3, "01", Some("device_response_result.result"), "forbidden".into(), vendor),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn a_success_shows_the_command_and_that_it_was_carried_out() {
    let explanation = device("vs321").explain_uplink(&hex("f86bff00 f86b0100"));
    let parts: Vec<_> = explanation.spans[1]
        .parts
        .iter()
        .map(|part| (part.offset, part.raw.as_str(), part.path.as_deref(), part.label.as_str()))
        .collect();
    let expected = [
        (4, "f86b", None, "header"),
        (6, "01", Some("detection_mode"), "Detection mode"),
        (7, "00", None, "carried out"),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn an_unknown_sub_kind_is_a_channel_with_a_reason() {
    let explanation = device("vs321").explain_downlink(&hex("ff6a 02 5802 ff10ff"));
    let span = &explanation.spans[0];
    assert_eq!((span.kind, span.offset, span.length), (SpanKind::Channel, 0, 5));
    assert_eq!(span.reason, Some(explanation.warnings[0].to_string()));
    assert!(span.parts.iter().all(|part| part.path.is_none()));
    assert_eq!(explanation.spans[1].kind, SpanKind::Channel);
}

#[test]
fn bits_of_an_alarm_are_shown_one_by_one() {
    let explanation = device("vs321").explain_downlink(&hex("ff06 0c 3200 7201 0000 0000"));
    let parts: Vec<_> = explanation.spans[0]
        .parts
        .iter()
        .map(|part| (part.offset, part.bits, part.path.as_deref().unwrap_or(&part.label)))
        .collect();
    let expected = [
        (0, None, "header"),
        (2, Some((0, 2)), "temperature_alarm_config.condition"),
        (2, Some((3, 5)), "kind"),
        (2, Some((6, 7)), "reserved"),
        (3, None, "temperature_alarm_config.threshold_min"),
        (5, None, "temperature_alarm_config.threshold_max"),
        (7, None, "temperature_alarm_config.lock_time"),
        (9, None, "temperature_alarm_config.continue_time"),
    ];
    assert_eq!(parts, expected);
    let min = &explanation.spans[0].parts[4];
    assert_eq!((min.value.clone(), min.unit), (Some(5.into()), Some("°C")));
}

/// A sentinel's part has the field that it sets, without the number's unit.
#[test]
fn a_sentinel_shows_the_field_that_it_sets() {
    let explanation = device("vs321").explain_uplink(&hex("0367ffff"));
    let part = &explanation.spans[0].parts[1];
    assert_eq!(part.path.as_deref(), Some("temperature_sensor_status"));
    assert_eq!((part.value.clone(), part.unit), (Some("read_failed".into()), None));
}

/// The socket's state and its source come from one byte.
#[test]
fn a_byte_of_two_fields_is_a_part_for_each() {
    let explanation = device("ws523").explain_uplink(&hex("087011"));
    let parts: Vec<_> = explanation.spans[0]
        .parts
        .iter()
        .map(|part| (part.offset, part.length, part.path.as_deref(), part.value.clone()))
        .collect();
    let expected = [
        (0, 2, None, None),
        (2, 1, Some("socket_status"), Some("on".into())),
        (2, 1, Some("socket_status_source"), Some("button".into())),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn an_empty_or_oversized_payload_has_no_spans() {
    for bytes in [vec![], vec![0xff; milesight_codec::MAX_BYTES + 1]] {
        let explanation = device("vs321").explain_uplink(&bytes);
        assert_eq!(explanation.spans, []);
        assert!(matches!(explanation.errors[..], [Problem::NotAllowed { .. }]));
    }
}

/// What the vendor's codec alone knows of a row that the guide has.
#[test]
fn parts_have_a_source_of_their_own() {
    let shown = |model: &str, bytes: &str| {
        let explanation = device(model).explain_uplink(&hex(bytes));
        let parts = explanation.spans.into_iter().flat_map(|span| span.parts);
        parts.map(|part| (part.label, part.source)).collect::<Vec<_>>()
    };
    let part = |label: &str, source: &str| (label.to_owned(), source.to_owned());
    assert_eq!(
        shown("vs321", "0367ffff"),
        [part("header", "VS321 5.1.2"), part("Temperature sensor status", VENDOR_CODEC)]
    );
    assert_eq!(
        shown("ws523", "ff250080"),
        [part("header", "WS523 4.1"), part("Lock time", VENDOR_CODEC), part("Enable", "WS523 4.1"),]
    );
    let reboot = |source| [part("header", source), part("Reboot", source)];
    assert_eq!(shown("ws523", "ff10ff"), reboot("WS523 4.4"));
    assert_eq!(shown("ws52x", "ff10ff"), reboot(VENDOR_CODEC));
}

#[test]
fn labels_spell_acronyms_as_people_do() {
    let label = |model: &str, bytes: &str| {
        let explanation = device(model).explain_uplink(&hex(bytes));
        explanation.spans[0].parts[1].label.clone()
    };
    assert_eq!(label("vs321", "ff166443f17847780000"), "SN");
    assert_eq!(label("vs321", "ffff0100"), "TSL version");
    assert_eq!(label("vs321", "ff0101"), "IPSO version");
    assert_eq!(label("vs321", "ff0f00"), "LoRaWAN class");
    assert_eq!(label("vs321", "ff4001"), "ADR enable");
    assert_eq!(label("vs321", "ff6555"), "LoRa port");
    assert_eq!(label("vs321", "ff8401"), "D2D enable");
    assert_eq!(label("ws101", "ff2f01"), "LED indicator enable");
    assert_eq!(label("vs321", "05fd0300"), "People total counts");
}
