//! Macros: of enums whose variants have numbers in a program's bytes, or names in what programs
//! read, and of the words that set a member.

/// Declares an enum with a function that returns the variant of a number.
macro_rules! numbered {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$each])* $variant,)*
        }

        impl $name {
            /// The variant of a number, counted from 0; the first where none has it.
            pub(crate) fn from_number(number: u32) -> $name {
                let all = [$($name::$variant),*];
                all.get(number as usize).copied().unwrap_or(all[0])
            }
        }
    };
}
pub(crate) use numbered;

/// Declares methods that set a member: `name(arguments) member = value;`.
macro_rules! setters {
    ($owner:ident: $($(#[$about:meta])* $name:ident($($argument:ident: $kind:ty),*)
        $member:ident = $value:expr;)*) => {
        impl $owner {
            $($(#[$about])*
            pub const fn $name(mut self, $($argument: $kind),*) -> $owner {
                self.$member = $value;
                self
            })*
        }
    };
}
pub(crate) use setters;

/// Declares an enum with a function that returns the name of a variant.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $code:literal,)* }) => {
        $(#[$about])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$each])* $variant,)*
        }

        impl $name {
            /// All kinds.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The kind's name, for programs.
            pub const fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)*
                }
            }
        }
    };
}
pub(crate) use named;
