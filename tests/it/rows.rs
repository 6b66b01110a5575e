//! Rows, as tests go through them.

pub use common::canonical::named;
use common::codec::{Codec, Direction, models, rows};
use common::holds::DIRECTIONS;
use milesight_codec::table::{Part, Row, Slot, Target};
use milesight_codec::to_hex;

/// The rows of a direction.
pub fn rows_of(device: Codec, direction: Direction) -> &'static [Row] {
    match direction {
        Direction::Uplink => rows(device).uplink,
        Direction::Downlink => rows(device).downlink,
    }
}

/// Every row, with the device and the direction that it belongs to.
pub fn all_rows() -> impl Iterator<Item = (Codec, Direction, &'static Row)> {
    models().iter().flat_map(|device| {
        DIRECTIONS.into_iter().flat_map(move |direction| {
            rows_of(device, direction).iter().map(move |row| (*device, direction, row))
        })
    })
}

/// Every field and reserved part of every row, with its name for messages.
pub fn all_parts() -> impl Iterator<Item = (&'static Row, &'static Part, Slot, String)> {
    all_rows().flat_map(|(device, direction, row)| {
        row.leaves().map(move |(part, slot)| {
            let name = format!("{} {direction:?} {} {}", rows(device).model, show(row), part.name);
            (row, part, slot, name)
        })
    })
}

/// A row as messages show it: `ff 06 kind 1`.
pub fn show(row: &Row) -> String {
    let header = [Some(row.channel), row.type_byte].into_iter().flatten();
    let mut text = header.map(|byte| to_hex(&[byte])).collect::<Vec<_>>().join(" ");
    if let Some(sub_kind) = row.sub_kind {
        let kind = sub_kind.value.map_or("other".to_owned(), |value| value.to_string());
        text += &format!(" kind {kind}");
    }
    text
}

/// A field's path, `list[].member`.
pub fn path(row: &Row, name: &str) -> String {
    match row.target {
        Target::Top => name.to_owned(),
        Target::Object(object) => format!("{object}.{name}"),
        Target::List(list) => format!("{list}[].{name}"),
    }
}

/// The row of a direction that a channel's bytes belong to.
pub fn row_at(device: Codec, direction: Direction, channel: &[u8]) -> Option<&'static Row> {
    rows_of(device, direction).iter().find(|row| {
        let header = channel.first() == Some(&row.channel)
            && row.type_byte.is_none_or(|byte| channel.get(1) == Some(&byte));
        header
            && row.sub_kind.is_none_or(|sub_kind| {
                let raw = channel.get(row.header()..).and_then(|data| sub_kind.slot.read(data));
                sub_kind.value.is_none() || sub_kind.value == raw
            })
    })
}
