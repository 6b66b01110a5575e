//! Rules between the fields of a command.

use crate::enums::{numbered, setters};

/// A rule between a field and another, or a number, for the encoder.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The field that it is reported under.
    pub field: &'static str,
    /// How the field must compare.
    pub constraint: Constraint,
    /// The other field, `""` where there is none.
    pub other: &'static str,
    /// A condition: a sibling choice, and the wire values for which it holds.
    pub when: Option<(&'static str, &'static [u32])>,
    /// True if breaking it is only a warning.
    pub warns: bool,
}

numbered! {
    /// How a field must compare.
    Constraint {
        /// Another number than 0.
        NotZero,
        /// Not above another field.
        AtMost,
        /// Not below another field.
        AtLeast,
        /// Above another field.
        Above,
    }
}

impl Rule {
    const fn new(field: &'static str, constraint: Constraint, other: &'static str) -> Rule {
        Rule { field, constraint, other, when: None, warns: false }
    }

    /// `field` must not be above `other`.
    pub const fn at_most(field: &'static str, other: &'static str) -> Rule {
        Rule::new(field, Constraint::AtMost, other)
    }

    /// `field` must not be below `other`.
    pub const fn at_least(field: &'static str, other: &'static str) -> Rule {
        Rule::new(field, Constraint::AtLeast, other)
    }

    /// `field` must be above `other`.
    pub const fn above(field: &'static str, other: &'static str) -> Rule {
        Rule::new(field, Constraint::Above, other)
    }

    /// `field` must not be 0.
    pub const fn not_zero(field: &'static str) -> Rule {
        Rule::new(field, Constraint::NotZero, "")
    }

    /// The relation as messages and scripts write it: its sign, and the other field or number.
    pub(crate) const fn relation(&self) -> (&'static str, &'static str) {
        match self.constraint {
            Constraint::NotZero => (">=", "1"),
            Constraint::AtMost => ("<=", self.other),
            Constraint::AtLeast => (">=", self.other),
            Constraint::Above => (">", self.other),
        }
    }
}

setters! { Rule:
    /// The rule holds only where `field` is one of `values` on the wire.
    when(field: &'static str, values: &'static [u32]) when = Some((field, values));
    /// Breaking the rule is worth a warning only.
    warns() warns = true;
}
