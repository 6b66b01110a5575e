//! Rows, as tests go through them.

use std::collections::{BTreeMap, BTreeSet};

pub use common::canonical::{Slot, named};
use common::codec::{Codec, Direction, models, rows};
use common::holds::DIRECTIONS;
use milesight_codec::table::{Coding, Part, Row, Target};
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

/// Every field and reserved part of every row.
pub fn all_parts() -> impl Iterator<Item = (Codec, &'static Row, &'static Part)> {
    all_rows().flat_map(|(device, _, row)| row.parts.iter().map(move |part| (device, row, part)))
}

/// A row as messages show it: `ff 06 kind 1`.
pub fn show(row: &Row) -> String {
    let header = [Some(row.channel), row.type_byte].into_iter().flatten();
    let mut text = header.map(|byte| to_hex(&[byte])).collect::<Vec<_>>().join(" ");
    if let Some(part) = row.kind().map(|op| op.leaf) {
        let is_other = part.coding == Coding::OtherKind;
        let kind = if is_other { "other".to_owned() } else { part.fixed.to_string() };
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
            && row.kind().is_none_or(|op| {
                let raw = channel.get(row.header()..).and_then(|data| Slot::new(op).read(data));
                op.leaf.coding == Coding::OtherKind || raw == Some(op.leaf.fixed)
            })
    })
}

/// The row's file and line: `src/devices/ws101.rs:34`.
pub fn place(row: &Row) -> String {
    let location = row.location.expect("a row of a device");
    format!("{}:{}", location.file(), location.line())
}

/// The file that has most of the device's rows, besides those that all devices share.
pub fn file(device: Codec) -> String {
    let all = rows(device).uplink.iter().chain(rows(device).downlink);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for file in all
        .filter_map(|row| Some(row.location?.file()))
        .filter(|file| !file.ends_with("/common.rs"))
    {
        *counts.entry(file).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or_else(
        || format!("src/devices of {}", rows(device).model),
        |(file, _)| file.to_owned(),
    )
}

/// The problems that a test finds, so that it fails with all of them.
#[derive(Default)]
pub struct Findings {
    lines: Vec<String>,
    seen: BTreeSet<String>,
}

impl Findings {
    /// Adds a line.
    pub fn add(&mut self, line: String) {
        self.lines.push(line);
    }

    /// Adds a problem of a row where a rule does not hold; `at` is the field, or `""`. Of a row that
    /// several devices share, the first is named.
    pub fn keep(&mut self, holds: bool, device: Codec, row: &Row, at: &str, problem: &str) {
        let (place, head) = (place(row), show(row));
        if !holds && self.seen.insert(format!("{place} {head} {at} {problem}")) {
            let at = if at.is_empty() { String::new() } else { format!(" {at}") };
            self.add(format!("{place}: {} {head}{at}: {problem}", rows(device).model));
        }
    }

    /// Fails with the problems, if there are any.
    #[track_caller]
    pub fn end(self) {
        assert!(self.lines.is_empty(), "\n{}\n", self.lines.join("\n"));
    }
}
