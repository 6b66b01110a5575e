//! Enums whose variants have numbers in a program's bytes, or names in what programs read.

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

/// Declares an enum with a function that returns the name of a variant.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $code:literal,)* }) => {
        $(#[$about])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$each])* $variant,)*
        }

        impl $name {
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
