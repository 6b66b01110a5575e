//! Rows, the words for them, and what follows from them.

use core::panic::Location;

use super::part::{Coding, Labels, Part};
use super::rule::Rule;
use crate::enums::setters;
use crate::names::{first_name, push_unique};
use crate::prelude::*;
use crate::program::Op;

/// One line of a guide's table: `channel · type · data`.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The first byte.
    pub channel: u8,
    /// The second byte; only the sockets' on/off command has none.
    pub type_byte: Option<u8>,
    /// The place in the source, for what the compiler of rows refuses.
    pub location: Option<&'static Location<'static>>,
    /// Where the fields go.
    pub target: Target,
    /// The data, in wire order; in a program the leaves.
    pub parts: &'static [Part],
    /// The section of the device's guide, `"5.1"`; what does not begin with a digit
    /// is cited as it stands, such as [`super::VENDOR_CODEC`].
    pub source: &'static str,
    /// Facts for users about the object or list.
    pub note: &'static str,
    /// Further channels on which uplinks repeat the command.
    pub echo_channels: &'static [u8],
    /// Rules between fields, for the encoder. Those at the top level stand at the
    /// last of the rows that they name.
    pub rules: &'static [Rule],
    /// The member that marks the object where its members are given at the top level, as in
    /// `{ socket_status, delay_time }`, which the vendor's encoder takes.
    pub shorthand: Option<&'static str>,
    /// True if the command does something once, rather than change a setting.
    pub action: bool,
    /// True if the command resets what settings sent with it have set.
    pub resets_settings: bool,
    /// The command that this one may undo where both are sent: an earlier row's field, object or
    /// list.
    pub undoes: Option<&'static str>,
    /// The most entries of a row whose first byte counts them: one channel holds the whole list,
    /// `length` bytes an entry.
    pub counted: Option<u8>,
    /// True if the row is only read: the device repeats it, and no command is made of it.
    pub decode_only: bool,
    /// The field and labels of the result byte on `f8`, where they are the row's own.
    pub result: Option<OwnResult>,
    /// Derived: bytes of data, of an entry where the row is counted.
    pub length: usize,
    /// Derived in a program, as all that follows: where and how each leaf is read.
    pub ops: &'static [Op],
    /// The slots of its record.
    pub slots: u16,
    /// The bits that tell the row from its siblings.
    pub pick: Option<Pick>,
    /// The next row of this channel and type, by its place among all rows.
    pub sibling: Option<u16>,
    /// Values outside a leaf's range are reported.
    pub ranged: bool,
    /// The one leaf is a presence, or in an uplink's row a byte with a default: it may be missing at
    /// the payload's end.
    pub may_lack_byte: bool,
}

/// The bits by which a row is told from its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// The byte at which they begin, from the channel's first.
    pub at: u16,
    /// The first bit.
    pub shift: u8,
    /// All bits; none where the row is for all other kinds.
    pub mask: u32,
    /// The row's kind.
    pub value: u32,
}

/// A result byte with a field and labels of its own, in place of [`RESULT_FIELD`].
#[derive(Debug, Clone, Copy)]
pub struct OwnResult {
    /// The field that says why the command was not carried out.
    pub name: &'static str,
    /// Its labels; 0 is success and has none.
    pub labels: Labels,
}

/// Where the fields of a row go in the decoded data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To the top level.
    Top,
    /// Into an object of this name, replaced whole.
    Object(&'static str),
    /// Into a new entry of the list of this name.
    List(&'static str),
}

/// A row whose fields go to the top level.
#[track_caller]
pub const fn row(channel: u8, type_byte: u8, source: &'static str, parts: &'static [Part]) -> Row {
    build(channel, Some(type_byte), source, Target::Top, parts)
}

/// A row whose fields make an object.
#[track_caller]
pub const fn object(
    channel: u8,
    type_byte: u8,
    source: &'static str,
    name: &'static str,
    parts: &'static [Part],
) -> Row {
    build(channel, Some(type_byte), source, Target::Object(name), parts)
}

/// A row whose fields make an entry of a list.
#[track_caller]
pub const fn list(
    channel: u8,
    type_byte: u8,
    source: &'static str,
    name: &'static str,
    parts: &'static [Part],
) -> Row {
    build(channel, Some(type_byte), source, Target::List(name), parts)
}

/// A row without a type byte.
#[track_caller]
pub const fn typeless(channel: u8, source: &'static str, parts: &'static [Part]) -> Row {
    build(channel, None, source, Target::Top, parts)
}

#[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
#[track_caller]
const fn build(
    channel: u8,
    type_byte: Option<u8>,
    source: &'static str,
    target: Target,
    parts: &'static [Part],
) -> Row {
    let location = Some(Location::caller());
    Row { channel, type_byte, location, target, parts, source, length: length(parts), ..Row::EMPTY }
}

/// The bytes of data.
#[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
pub(crate) const fn length(parts: &[Part]) -> usize {
    let mut length = 0;
    let mut at = 0;
    while at < parts.len() {
        length += parts[at].bytes();
        at += 1;
    }
    length
}

impl Target {
    /// The object or list; `""` at the top level.
    pub const fn name(self) -> &'static str {
        match self {
            Target::Top => "",
            Target::Object(name) | Target::List(name) => name,
        }
    }

    /// Returns true for a list.
    pub const fn is_list(self) -> bool {
        matches!(self, Target::List(_))
    }
}

setters! { Row:
    /// Adds what a user should know of the object or list, for schemas and pages.
    note(note: &'static str) note = note;
    /// Says on which further channels uplinks repeat the command.
    echo_channels(channels: &'static [u8]) echo_channels = channels;
    /// Adds rules between fields.
    rules(rules: &'static [Rule]) rules = rules;
    /// Lets the object's members also stand at the top level; `member` marks it.
    shorthand(member: &'static str) shorthand = Some(member);
    /// Marks a command that does something once.
    action() action = true;
    /// Marks a command that undoes settings sent with it; it stands behind them.
    resets_settings() resets_settings = true;
    /// Warns where the command is sent together with another, of an earlier row, which it may undo.
    undoes(command: &'static str) undoes = Some(command);
    /// Lets the first byte of the data count the entries that follow it, at most `most`.
    counted(most: u8) counted = Some(most);
    /// Makes a row of commands one that is read and never sent.
    decode_only() decode_only = true;
    /// Gives the result byte on `f8` a field and labels of the row's own.
    result(name: &'static str, labels: Labels) result = Some(OwnResult { name, labels });
}

/// How an uplink's or a downlink's channel and type are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Usage {
    /// The entry of the table is free.
    Empty,
    /// A row of the direction itself.
    Own,
    /// A command that an uplink repeats.
    Echo,
    /// A command that an uplink repeats with a result behind it.
    Result,
}

impl Row {
    pub(crate) const EMPTY: Row = Row {
        channel: 0,
        type_byte: Some(0),
        location: None,
        target: Target::Top,
        parts: &[],
        source: "",
        note: "",
        echo_channels: &[],
        rules: &[],
        shorthand: None,
        action: false,
        resets_settings: false,
        undoes: None,
        counted: None,
        decode_only: false,
        result: None,
        length: 0,
        ops: &[],
        slots: 0,
        pick: None,
        sibling: None,
        ranged: false,
        may_lack_byte: false,
    };

    /// The bytes before the data.
    pub const fn header(&self) -> usize {
        if self.type_byte.is_some() { 2 } else { 1 }
    }

    /// Where a part's field, or that of one of its special values, is from.
    pub fn source_of(&self, part: &Part, name: &str) -> &'static str {
        let special = part.special_values.iter().find(|special| special.name == name);
        self.first_source(special.map_or("", |special| special.source), part)
    }

    /// The source of a special value, of its part or of the row: the first that there is.
    pub(crate) const fn first_source(&self, special: &'static str, part: &Part) -> &'static str {
        if !special.is_empty() {
            special
        } else if !part.source.is_empty() {
            part.source
        } else {
            self.source
        }
    }

    /// Returns true if a reset may undo the command.
    pub const fn is_setting(&self) -> bool {
        !self.action && !matches!(self.parts, [Part { coding: Coding::Presence, .. }])
    }

    /// How an uplink repeats this downlink row on `channel`, if it does: on the
    /// command's own channel and its `echo_channels`, `ff` also on `fe`, `f9` also on `f8` with a
    /// result.
    #[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
    pub const fn echo_on(&self, channel: u8) -> Option<Usage> {
        let mut echoes = channel == self.channel || matches!((self.channel, channel), (0xff, 0xfe));
        let mut at = 0;
        while at < self.echo_channels.len() {
            echoes |= channel == self.echo_channels[at];
            at += 1;
        }
        match (self.type_byte, self.channel, channel) {
            (None, ..) => None,
            _ if echoes => Some(Usage::Echo),
            (_, 0xf9, 0xf8) => Some(Usage::Result),
            _ => None,
        }
    }

    /// Returns true if the device may refuse the command, with a result behind its echo.
    pub fn is_refusable(&self) -> bool {
        self.echo_on(0xf8) == Some(Usage::Result)
    }

    /// The leaf that tells the row of a program from its siblings.
    pub fn kind(&self) -> Option<&'static Op> {
        self.ops.iter().find(|op| op.leaf.is_kind())
    }

    /// The names at the top level that the row sets, of names with dots the first.
    pub fn top_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        self.push_top_names(&mut names);
        names
    }

    /// Adds the names at the top level that are not there yet.
    pub(crate) fn push_top_names(&self, names: &mut Vec<&'static str>) {
        if self.target != Target::Top {
            return push_unique(names, self.target.name());
        }
        for name in self.names() {
            push_unique(names, first_name(name));
        }
    }

    /// The names of the row's own fields, special values included, in wire order.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for part in self.parts {
            names.extend(part.names());
        }
        names
    }

    /// These names except `name`.
    pub(crate) fn names_beside(&self, name: &str) -> Vec<&'static str> {
        let mut names = self.names();
        names.retain(|other| *other != name);
        names
    }
}

/// The result byte of an echo on `f8`.
pub const RESULT_LABELS: Labels = &[(0, "success"), (1, "forbidden"), (2, "invalid parameter")];

/// The member of [`RESULT_FIELD`] that holds the command.
pub const REQUEST_FIELD: &str = "request";

/// The object that holds a command which the device has refused.
pub const RESULT_FIELD: &str = "device_response_result";
