//! Enums whose variants are numbers in a program's bytes.

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
