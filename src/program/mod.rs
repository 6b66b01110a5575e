//! A device's rows as plain data with indices, run by every interpreter.
//!
//! `compile` makes a program of rows at compile time, one static per
//! device. `bytes` writes it as the few kilobytes that stand beside each npm model, and reads
//! them. Both hand the leaves, which are decisions, to `link`, which derives the rest: places,
//! masks, slots, and where a channel and type are found.

pub(crate) mod broken;
pub(crate) mod bytes;
pub(crate) mod compile;
pub(crate) mod draft;
pub(crate) mod link;
mod op;
mod query;
pub(crate) mod rules;

use crate::enums::numbered;
use crate::table::Measure;
pub use op::{Code, Op};
pub(crate) use query::{first_name, push_unique, split_path};

/// A device's rows, ready to be walked.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The channels and types of an uplink, echoes included.
    pub uplink: &'static [Head],
    /// The channels and types of a downlink.
    pub downlink: &'static [Head],
    /// Uplink rows, then downlink rows.
    pub rows: &'static [Row],
    /// Where and how each leaf is read.
    pub ops: &'static [Op],
    /// The decisions about each leaf, by the same index as `ops`.
    pub leaves: &'static [Leaf],
    /// The labels and the aliases of all leaves.
    pub labels: &'static [Label],
    /// The special values of all leaves.
    pub specials: &'static [Special],
    /// The rules of all rows.
    pub rules: &'static [Rule],
    /// Wire values that conditions of rules and channels of echoes refer to.
    pub numbers: &'static [u32],
    /// Names, labels, units, sources.
    pub texts: &'static [&'static str],
    /// The number of uplink rows.
    pub uplink_rows: u16,
    /// The device is made for rooms.
    pub indoor: bool,
    /// The word that a section's number is cited with: `"VS321"`.
    pub guide: Text,
}

impl Program {
    /// A program without rows.
    pub(crate) const EMPTY: Program = Program {
        uplink: &[],
        downlink: &[],
        rows: &[],
        ops: &[],
        leaves: &[],
        labels: &[],
        specials: &[],
        rules: &[],
        numbers: &[],
        texts: &[],
        uplink_rows: 0,
        indoor: false,
        guide: NONE,
    };
}

/// The index of a text.
pub type Text = u16;

/// The index of nothing.
pub const NONE: u16 = u16::MAX;

/// Some neighbours of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The index of the first.
    pub first: u16,
    /// Their number.
    pub count: u16,
}

impl Span {
    /// No neighbours.
    pub const EMPTY: Span = Span { first: 0, count: 0 };

    pub(crate) const fn new(first: usize, count: usize) -> Span {
        if count == 0 {
            return Span::EMPTY;
        }
        Span { first: first as u16, count: count as u16 }
    }

    /// The neighbours in their table.
    pub fn of<T>(self, table: &'static [T]) -> &'static [T] {
        let first = usize::from(self.first);
        table.get(first..first + usize::from(self.count)).unwrap_or_default()
    }
}

/// How an uplink's or a downlink's channel and type are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Usage {
    /// The slot is free.
    Empty,
    /// A row of the direction itself.
    Own,
    /// A command that an uplink repeats.
    Echo,
    /// A command that an uplink repeats with a result behind it.
    Result,
}

/// A channel and type, and the first row that has them.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// The first byte.
    pub channel: u8,
    /// The second byte.
    pub type_byte: u8,
    /// The direction's use of them.
    pub usage: Usage,
    /// The row's index.
    pub row: u16,
    /// Derived from the row, so that most channels need no look at it: its leaves,
    pub leaves: Span,
    /// the bytes of channel, type and data,
    pub length: u16,
    /// the slots of its record,
    pub slots: u16,
    /// and that nothing else has to be known: the row has no siblings and no count of entries,
    /// and no result follows.
    pub is_plain: bool,
}

numbered! {
    /// Where the fields of a row go.
    Target {
        /// To the top level.
        Top,
        /// Into an object.
        Object,
        /// Into a new entry of a list.
        List,
    }
}

/// A row of a program.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The first byte.
    pub channel: u8,
    /// The second byte, where `header` is 2.
    pub type_byte: u8,
    /// The bytes before the data.
    pub header: u8,
    /// Where the fields go.
    pub target: Target,
    /// The object or list; [`NONE`] at the top level.
    pub name: Text,
    /// The row's leaves.
    pub leaves: Span,
    /// The section of the guide.
    pub source: Text,
    /// Rules between fields.
    pub rules: Span,
    /// Channels that repeat the command besides those of its kind.
    pub echoes: Span,
    /// The member that stands for the object at the top level, or [`NONE`].
    pub shorthand: Text,
    /// The most entries of a counted row, or 0.
    pub counted: u8,
    /// The command does something once.
    pub action: bool,
    /// The command resets settings that are sent with it.
    pub resets_settings: bool,
    /// The command that this one may undo where both are sent, or [`NONE`].
    pub undoes: Text,
    /// The row is read and never sent.
    pub decode_only: bool,
    /// The field of the row's own result byte, or [`NONE`].
    pub result: Text,
    /// The labels of the row's own result byte.
    pub result_labels: Span,
    /// Derived: bytes of data, of an entry where the row is counted.
    pub length: u16,
    /// Derived: the slots of its record.
    pub slots: u16,
    /// Derived: the leaf that tells the row from its siblings, or [`NONE`].
    pub kind: u16,
    /// Derived: what the bits of that leaf must be.
    pub pick: Pick,
    /// Derived: the next row of this channel and type, or [`NONE`].
    pub sibling: u16,
    /// Derived: values outside a leaf's range are reported.
    pub ranged: bool,
    /// Derived: the one leaf is a presence, or a byte with a default, which may be missing at the
    /// payload's end.
    pub presence: bool,
}

impl Row {
    pub(crate) const EMPTY: Row = Row {
        channel: 0,
        type_byte: 0,
        header: 2,
        target: Target::Top,
        name: NONE,
        leaves: Span::EMPTY,
        source: NONE,
        rules: Span::EMPTY,
        echoes: Span::EMPTY,
        shorthand: NONE,
        counted: 0,
        action: false,
        resets_settings: false,
        undoes: NONE,
        decode_only: false,
        result: NONE,
        result_labels: Span::EMPTY,
        length: 0,
        slots: 0,
        kind: NONE,
        pick: Pick { at: 0, shift: 0, mask: 0, value: 0 },
        sibling: NONE,
        ranged: false,
        presence: false,
    };

    /// Returns true if a reset may undo the command.
    pub(crate) const fn is_setting(&self) -> bool {
        !self.action && !self.presence
    }
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

numbered! {
    /// How bits become a value.
    Coding {
        /// A number: an integer less `plus`, divided by `div`.
        Number,
        /// A floating-point number.
        Float,
        /// A number with labels.
        Choice,
        /// Several bits that are one choice each, the lowest first, under names that follow each
        /// other in the table of texts.
        Flags,
        /// A byte whose presence is a label.
        Presence,
        /// A label without bytes.
        Constant,
        /// Bytes as hex digits, in wire order.
        Hex,
        /// Bytes as hex digits, the last byte first.
        HexReversed,
        /// A version of one decimal number.
        VersionDecimal,
        /// A version of two decimal numbers.
        VersionDecimals,
        /// A version of two hexadecimal numbers.
        VersionHex,
        /// A version of a hexadecimal number and a high nibble.
        VersionNibble,
        /// Text, filled with 00.
        Text,
        /// Nothing.
        Reserved,
        /// The bits that tell siblings apart.
        Kind,
        /// Such bits of a row for all values that no sibling has.
        OtherKind,
    }
}

/// Where a leaf's bits begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At a byte of their own.
    Whole,
    /// At the first bit of a little-endian number of so many bytes.
    First(u8),
    /// Behind the bits of the leaf before, in the same number.
    Next,
}

/// The decisions about a leaf: a field, a bit field, or bits without a name.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// How the bits are read and written.
    pub coding: Coding,
    /// Where the bits begin.
    pub place: Place,
    /// Bits; of [`Coding::Flags`] the number of flags.
    pub width: u16,
    /// The integers are two's complement.
    pub signed: bool,
    /// A number's divisor.
    pub div: u32,
    /// The number that the wire adds to a number's steps or to a label's number.
    pub plus: i32,
    /// The field's name, [`NONE`] where there is none.
    pub name: Text,
    /// The unit, [`NONE`] where there is none.
    pub unit: Text,
    /// The section of the guide: the leaf's own, or the row's.
    pub source: Text,
    /// The labels; of a presence or a constant its one label.
    pub labels: Span,
    /// How many of the labels, the last ones, are read and never sent.
    pub read_only_labels: u16,
    /// Wire values with a meaning of their own.
    pub specials: Span,
    /// Other spellings that the encoder takes, with their wire values.
    pub aliases: Span,
    /// The range in steps, both ends included.
    pub range: Option<(i64, i64)>,
    /// The wire value that is sent where the field is absent.
    pub default: Option<u32>,
    /// The one wire value that the guide documents.
    pub documented: Option<u32>,
    /// The bits of a reserved leaf, a presence or a kind.
    pub fixed: u32,
    /// A number that is a command's: `"no"` and `false` send nothing.
    pub command_flag: bool,
    /// The bit of the same number that is 1 where the field is given.
    pub given_by: Option<u8>,
    /// The field's place in The Things Stack's normalized payload.
    pub measure: Option<Measure>,
    /// The characters of a text, [`NONE`] where all but control characters are allowed.
    pub characters: Text,
}

impl Leaf {
    pub(crate) const EMPTY: Leaf = Leaf {
        coding: Coding::Reserved,
        place: Place::Whole,
        width: 0,
        signed: false,
        div: 1,
        plus: 0,
        name: NONE,
        unit: NONE,
        source: NONE,
        labels: Span::EMPTY,
        read_only_labels: 0,
        specials: Span::EMPTY,
        aliases: Span::EMPTY,
        range: None,
        default: None,
        documented: None,
        fixed: 0,
        command_flag: false,
        given_by: None,
        measure: None,
        characters: NONE,
    };

    /// Returns true if the leaf sets a field.
    pub const fn is_field(&self) -> bool {
        self.name != NONE
    }

    /// The bytes that the bits of a whole leaf fill.
    pub const fn bytes(&self) -> usize {
        self.width as usize / 8
    }

    /// The slots that the leaf has in a record, that of its special value included.
    pub const fn slots(&self) -> u16 {
        let own = match self.coding {
            Coding::Hex | Coding::HexReversed | Coding::Text => self.width / 8,
            Coding::VersionDecimals | Coding::VersionHex | Coding::VersionNibble => 2,
            Coding::Constant | Coding::Reserved | Coding::Kind | Coding::OtherKind => 0,
            _ => 1,
        };
        own + (self.specials.count > 0) as u16
    }
}

/// A raw number and its text.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    /// The number, less what the wire adds; of an alias the wire value.
    pub number: i32,
    /// The text.
    pub text: Text,
}

impl Label {
    pub(crate) const EMPTY: Label = Label { number: 0, text: NONE };
}

/// A wire value that sets another field.
#[derive(Debug, Clone, Copy)]
pub struct Special {
    /// The wire value.
    pub raw: u32,
    /// The field that it sets.
    pub name: Text,
    /// The field's label.
    pub label: Text,
    /// The leaf's own field stays absent.
    pub replaces_field: bool,
    /// A warning reports it.
    pub warns: bool,
    /// The section of the guide: its own, or the leaf's.
    pub source: Text,
}

impl Special {
    pub(crate) const EMPTY: Special = Special {
        raw: 0,
        name: NONE,
        label: NONE,
        replaces_field: false,
        warns: false,
        source: NONE,
    };
}

numbered! {
    /// How a field compares with another one or with 0.
    Constraint {
        /// It is not above the other.
        AtMost,
        /// It is not below the other.
        AtLeast,
        /// It is above the other.
        Above,
        /// It is not 0.
        NotZero,
    }
}

/// A rule between fields of a command.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The field that a problem is reported under.
    pub field: Text,
    /// The comparison that must hold.
    pub constraint: Constraint,
    /// The other field, or [`NONE`].
    pub other: Text,
    /// The choice on which the rule depends, or [`NONE`].
    pub when: Text,
    /// The wire values of that choice for which the rule holds.
    pub values: Span,
    /// A broken rule is a warning rather than an error.
    pub warns: bool,
}

impl Rule {
    pub(crate) const EMPTY: Rule = Rule {
        field: NONE,
        constraint: Constraint::NotZero,
        other: NONE,
        when: NONE,
        values: Span::EMPTY,
        warns: false,
    };
}
