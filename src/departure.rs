//! Departures: differences from the vendor's published codec, as data beside the rows.

use crate::problem::ProblemKind;

/// A difference from the vendor's published codec, for the documentation and for the command
/// line's `compare`. Its texts are left out where there is no std, as notes are.
#[derive(Debug, Clone, Copy)]
pub struct Departure {
    /// A short name, the same in every device that has it: `"ipso-version"`.
    #[cfg(feature = "std")]
    pub id: &'static str,
    /// This codec's way, a sentence.
    #[cfg(feature = "std")]
    pub ours: &'static str,
    /// The vendor's way, a sentence.
    #[cfg(feature = "std")]
    pub vendor: &'static str,
    /// The paths of the fields that it concerns, each with what is below it: `"delay_task"`,
    /// `"button_event.msgid"`. Empty if it concerns no field in particular.
    #[cfg(feature = "std")]
    pub fields: &'static [&'static str],
    /// Fields that the vendor's codec sets in place of `fields`, or beside them.
    #[cfg(feature = "std")]
    pub displaced: &'static [&'static str],
    /// The problems that mark it: a payload that shows it has at least one. Empty if it needs none.
    #[cfg(feature = "std")]
    pub problems: &'static [ProblemKind],
    /// The vendor's codec ends decoding there, throws or loses its place: the rest of the payload differs, too.
    #[cfg(feature = "std")]
    pub affects_rest: bool,
}

/// Makes a departure of its name, this codec's way and the vendor's.
#[cfg_attr(not(feature = "std"), allow(unused_variables))]
pub const fn departure(id: &'static str, ours: &'static str, vendor: &'static str) -> Departure {
    Departure {
        #[cfg(feature = "std")]
        id,
        #[cfg(feature = "std")]
        ours,
        #[cfg(feature = "std")]
        vendor,
        #[cfg(feature = "std")]
        fields: &[],
        #[cfg(feature = "std")]
        displaced: &[],
        #[cfg(feature = "std")]
        problems: &[],
        #[cfg(feature = "std")]
        affects_rest: false,
    }
}

#[cfg_attr(not(feature = "std"), allow(unused_mut, unused_variables))]
impl Departure {
    /// Names the fields that it concerns.
    pub const fn fields(mut self, fields: &'static [&'static str]) -> Departure {
        #[cfg(feature = "std")]
        {
            self.fields = fields;
        }
        self
    }

    /// Names the fields that the vendor's codec sets in their place, or beside them.
    pub const fn displaces(mut self, fields: &'static [&'static str]) -> Departure {
        #[cfg(feature = "std")]
        {
            self.displaced = fields;
        }
        self
    }

    /// Limits it to payloads with one of these problems.
    pub const fn shown_by(mut self, problems: &'static [ProblemKind]) -> Departure {
        #[cfg(feature = "std")]
        {
            self.problems = problems;
        }
        self
    }

    /// States that the vendor's codec ends decoding there, throws or loses its place.
    pub const fn affects_rest(mut self) -> Departure {
        #[cfg(feature = "std")]
        {
            self.affects_rest = true;
        }
        self
    }
}
