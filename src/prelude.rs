//! What std's prelude has and core's has not.

#[allow(unused_imports)]
pub(crate) use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
