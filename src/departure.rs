//! Departures: differences from the vendor's published codec, as data beside the rows.

use crate::enums::setters;
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

setters! { Departure:
    /// Names the fields that it concerns.
    fields(fields: &'static [&'static str]) fields = fields;
    /// Names the fields that the vendor's codec sets in their place, or beside them.
    displaces(fields: &'static [&'static str]) displaced = fields;
    /// Limits it to payloads with one of these problems.
    shown_by(problems: &'static [ProblemKind]) problems = problems;
    /// States that the vendor's codec ends decoding there, throws or loses its place.
    affects_rest() affects_rest = true;
}
