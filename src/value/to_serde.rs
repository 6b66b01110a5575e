//! Values read as types of the caller's own: serde's deserializer over a [`Value`].

use core::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde::{de, forward_to_deserialize_any};

use super::{Object, Value};
use crate::prelude::*;

/// Integers are written without a fraction. What JSON cannot say becomes `null`.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Undefined | Value::Null | Value::Other(_) => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            // JavaScript has no other numbers; −0 is 0, as it is in JSON.
            #[cfg(all(feature = "js", target_arch = "wasm32"))]
            Value::Number(number) => serializer.serialize_f64(*number + 0.0),
            // An integer that others hold exactly, too.
            #[cfg(not(all(feature = "js", target_arch = "wasm32")))]
            Value::Number(number) if *number as i64 as f64 == *number && number.abs() < 9e15 => {
                serializer.serialize_i64(*number as i64)
            }
            #[cfg(not(all(feature = "js", target_arch = "wasm32")))]
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(list) => list.serialize(serializer),
            Value::Object(object) => object.serialize(serializer),
        }
    }
}

/// Names whose value is undefined are left out.
impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let defined = || self.iter().filter(|(_, value)| **value != Value::Undefined);
        let mut map = serializer.serialize_map(Some(defined().count()))?;
        for (name, value) in defined() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The reason for which a value is not of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError(pub(super) String);

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ValueError {}

impl de::Error for ValueError {
    fn custom<T: fmt::Display>(reason: T) -> ValueError {
        ValueError(reason.to_string())
    }
}

impl<'de> IntoDeserializer<'de, ValueError> for Value {
    type Deserializer = Value;

    fn into_deserializer(self) -> Value {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self {
            Value::Undefined | Value::Null | Value::Other(_) => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) if number as i64 as f64 == number => {
                visitor.visit_i64(number as i64)
            }
            Value::Number(number) => visitor.visit_f64(number),
            Value::Text(text) => visitor.visit_string(text.into_owned()),
            Value::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Value::Object(object) => {
                let members = object.into_iter().map(|(name, value)| (name.into_owned(), value));
                visitor.visit_map(MapDeserializer::new(members))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self {
            Value::Undefined | Value::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    /// A label as a variant without data.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        match self {
            Value::Text(label) => visitor.visit_enum(label.into_owned().into_deserializer()),
            other => Err(de::Error::custom(["not a label: ", &other.describe()].concat())),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
