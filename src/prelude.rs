//! The items of std's prelude that core's lacks.

#[allow(unused_imports)]
pub(crate) use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
