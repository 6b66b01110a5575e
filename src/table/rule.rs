//! Rules between the fields of a command.

/// A rule between a field and another, or a number, for the encoder.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The field that it is reported under.
    pub field: &'static str,
    /// How the field must compare.
    pub constraint: Constraint,
    /// A condition: a sibling choice, and the wire values for which it holds.
    pub when: Option<(&'static str, &'static [u32])>,
    /// True if breaking it is only a warning.
    pub warns: bool,
}

/// How a field must compare.
#[derive(Debug, Clone, Copy)]
pub enum Constraint {
    /// Not above another field.
    AtMost(&'static str),
    /// Not below another field.
    AtLeast(&'static str),
    /// Above another field.
    Above(&'static str),
    /// Another number than 0.
    NotZero,
}

impl Constraint {
    /// The relation as messages and scripts write it: its sign, and the other field or number.
    pub const fn relation(self) -> (&'static str, &'static str) {
        match self {
            Constraint::AtMost(other) => ("<=", other),
            Constraint::AtLeast(other) => (">=", other),
            Constraint::Above(other) => (">", other),
            Constraint::NotZero => (">=", "1"),
        }
    }
}

impl Rule {
    /// `field` must not be above `other`.
    pub const fn at_most(field: &'static str, other: &'static str) -> Rule {
        Rule { field, constraint: Constraint::AtMost(other), when: None, warns: false }
    }

    /// `field` must not be below `other`.
    pub const fn at_least(field: &'static str, other: &'static str) -> Rule {
        Rule { field, constraint: Constraint::AtLeast(other), when: None, warns: false }
    }

    /// `field` must be above `other`.
    pub const fn above(field: &'static str, other: &'static str) -> Rule {
        Rule { field, constraint: Constraint::Above(other), when: None, warns: false }
    }

    /// `field` must not be 0.
    pub const fn not_zero(field: &'static str) -> Rule {
        Rule { field, constraint: Constraint::NotZero, when: None, warns: false }
    }

    /// The rule holds only where `field` is one of `values` on the wire.
    pub const fn when(mut self, field: &'static str, values: &'static [u32]) -> Rule {
        self.when = Some((field, values));
        self
    }

    /// Breaking the rule is worth a warning only.
    pub const fn warns(mut self) -> Rule {
        self.warns = true;
        self
    }
}
