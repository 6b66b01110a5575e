//! Departures: differences from the vendor's published codec, as data beside the rows.

use crate::problem::ProblemKind;

/// A difference from the vendor's published codec, for the documentation and for the command
/// line's `compare`.
#[derive(Debug, Clone, Copy)]
pub struct Departure {
    /// A short name, the same in every device that has it: `"ipso-version"`.
    pub id: &'static str,
    /// This codec's way, a sentence.
    pub ours: &'static str,
    /// The vendor's way, a sentence.
    pub vendor: &'static str,
    /// The paths of the fields that it concerns, each with what is below it: `"delay_task"`,
    /// `"button_event.msgid"`. Empty if it concerns no field in particular.
    pub fields: &'static [&'static str],
    /// Fields that the vendor's codec sets in place of `fields`, or beside them.
    pub displaced: &'static [&'static str],
    /// The problems that mark it: a payload that shows it has at least one. Empty if it needs none.
    pub problems: &'static [ProblemKind],
    /// The vendor's codec ends decoding there, throws or loses its place: the rest of the payload differs, too.
    pub affects_rest: bool,
}

/// Makes a departure of its name, this codec's way and the vendor's.
pub const fn departure(id: &'static str, ours: &'static str, vendor: &'static str) -> Departure {
    Departure { id, ours, vendor, fields: &[], displaced: &[], problems: &[], affects_rest: false }
}

impl Departure {
    /// Names the fields that it concerns.
    pub const fn fields(mut self, fields: &'static [&'static str]) -> Departure {
        self.fields = fields;
        self
    }

    /// Names the fields that the vendor's codec sets in their place, or beside them.
    pub const fn displaces(mut self, fields: &'static [&'static str]) -> Departure {
        self.displaced = fields;
        self
    }

    /// Limits it to payloads with one of these problems.
    pub const fn shown_by(mut self, problems: &'static [ProblemKind]) -> Departure {
        self.problems = problems;
        self
    }

    /// States that the vendor's codec ends decoding there, throws or loses its place.
    pub const fn affects_rest(mut self) -> Departure {
        self.affects_rest = true;
        self
    }
}
