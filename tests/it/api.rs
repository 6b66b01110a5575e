//! Devices by name, texts of bytes, and TypeScript's declarations.

use common::codec::{declarations, find, models, rows};
use milesight_codec::{from_base64, from_hex};

#[test]
fn devices_are_found_by_every_name_in_any_case() {
    for (name, model) in
        [("vs321", "vs321"), ("WS101", "ws101"), ("Ws523", "ws523"), ("WS522", "ws52x")]
    {
        assert_eq!(rows(find(name).unwrap()).model, model);
    }
    for device in models() {
        let own = rows(device);
        for name in own.aliases.iter().chain([&own.model]) {
            assert_eq!(rows(find(name).unwrap()).model, own.model);
        }
    }
    for name in ["", "ws52", "ws523 ", "vs3211"] {
        assert!(find(name).is_none(), "{name}");
    }
}

/// A model's name may have a hyphen, a type's may not.
#[test]
fn types_are_words() {
    for device in models() {
        for line in declarations(device).lines().filter(|line| line.starts_with("export type ")) {
            let name = line.split(' ').nth(2).unwrap();
            assert!(name.starts_with(|first: char| first.is_ascii_uppercase()), "{line}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{line}");
        }
    }
}

#[test]
fn hex_and_base64_are_read_as_people_paste_them() {
    for text in ["ff10a9", "FF 10 A9", "0xff, 0x10, 0xa9", "0xff0x10A9", "ff:10:a9", " ff\t10\na9 "]
    {
        assert_eq!(from_hex(text), Ok(vec![0xff, 0x10, 0xa9]), "{text}");
    }
    // What some editors begin a file with is copied, too.
    assert_eq!(from_hex("\u{feff}ff10a9"), from_hex("ff10a9"));
    assert_eq!(from_base64("\u{feff}/xCp"), from_base64("/xCp"));
    for text in ["00", "0x00", "0X00"] {
        assert_eq!(from_hex(text), Ok(vec![0]), "{text}");
    }
    // Within a byte it is no prefix.
    assert!(from_hex("f0x1").is_err());
    for text in ["++//0189+A==", "--__0189-A", "++//\n0189 +A="] {
        let bytes = vec![0xfb, 0xef, 0xff, 0xd3, 0x5f, 0x3d, 0xf8];
        assert_eq!(from_base64(text), Ok(bytes), "{text}");
    }
}

#[test]
fn fields_are_told_one_by_one_as_numbers_or_labels() {
    let socket = milesight_codec::Device::find("ws523").unwrap();
    let mut fields = Vec::new();
    let is_complete = socket.for_each_field(&[0x03, 0x74, 0xf5, 0x08, 0x08, 0x70, 0x01], |field| {
        fields.push((field.name, field.number(), field.label()));
    });
    assert!(is_complete);
    // The values of ws52x.cases.
    assert_eq!(fields[0], ("voltage", Some(229.3), None));
    assert_eq!(fields[1], ("socket_status", None, Some("on")));
    assert!(!socket.for_each_field(&[0x03, 0x74, 0xf5], |_| {}), "a truncated payload");
}
