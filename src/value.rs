//! Values: what decoding gives and encoding takes.

use crate::prelude::*;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::input::MAX_BYTES;

/// A value as JavaScript and JSON know them, and what callers may pass instead.
///
/// Decoding gives numbers, texts, lists and objects only. Encoding takes any
/// value, and refuses what a field cannot take.
///
/// ```
/// use milesight_codec::Value;
///
/// let data: Value = serde_json::from_str(r#"{ "report_interval": 5 }"#).unwrap();
/// assert_eq!(data.get("report_interval"), Some(&Value::Number(5.0)));
/// assert_eq!(serde_json::to_string(&data).unwrap(), r#"{"report_interval":5}"#);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Absent, though named.
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number: NaN, the infinities and −0 too.
    Number(f64),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Object),
    /// Something else, described: `"a function"`.
    Other(Cow<'static, str>),
}

/// Names and values, in the order in which they were set; objects that differ in that order
/// alone are equal.
///
/// ```
/// use milesight_codec::Object;
///
/// let one = Object::from_iter([("a", 1), ("b", 2)]);
/// let other = Object::from_iter([("b", 2), ("a", 1)]);
/// assert!(one == other && one != Object::from_iter([("a", 1)]));
/// assert_eq!(one.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Object(Vec<(Cow<'static, str>, Value)>);

impl Object {
    /// An object without names.
    pub const fn new() -> Object {
        Object(Vec::new())
    }

    /// Of these names and values, the last of each name.
    pub(crate) fn of(members: Vec<(Cow<'static, str>, Value)>) -> Object {
        let mut places = BTreeMap::new();
        let mut object = Object::new();
        for (name, value) in members {
            let place = *places.entry(name.clone()).or_insert(object.0.len());
            match object.0.get_mut(place) {
                Some(member) => member.1 = value,
                None => object.0.push((name, value)),
            }
        }
        object
    }

    /// Of these names and values, which are known to have each name once.
    #[cfg(any(test, all(feature = "package", target_arch = "wasm32")))]
    pub(crate) const fn of_unique(members: Vec<(Cow<'static, str>, Value)>) -> Object {
        Object(members)
    }

    /// Adds a name that is known to be new.
    #[cfg(all(feature = "package", target_arch = "wasm32"))]
    pub(crate) fn push(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((Cow::Borrowed(name), value.into()));
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The value of `name`, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Sets `name`, replacing its value where it has one.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(slot) => *slot = value.into(),
            None => self.0.push((name, value.into())),
        }
    }

    /// Takes `name` away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<K: Into<Cow<'static, str>>, V: Into<Value>> Extend<(K, V)> for Object {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (name, value) in pairs {
            self.set(name, value);
        }
    }
}

impl<K: Into<Cow<'static, str>>, V: Into<Value>> FromIterator<(K, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Object {
        let mut object = Object::new();
        object.extend(pairs);
        object
    }
}

impl IntoIterator for Object {
    type Item = (Cow<'static, str>, Value);
    type IntoIter = alloc::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Value {
    /// The value of `name`, where this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_object()?.get(name)
    }

    /// How much of the room for so many values is left when this has taken its own, and what is
    /// in it, as far down as that matters. Lists that are too long for any field count as one.
    pub(crate) fn room_left(&self, room: usize, depth: usize) -> usize {
        let room = room.saturating_sub(1);
        if room == 0 || depth == 0 {
            return room;
        }
        let take = |room, value: &Value| value.room_left(room, depth - 1);
        match self {
            Value::List(items) if items.len() <= MAX_BYTES => items.iter().fold(room, take),
            Value::Object(members) => members.iter().map(|(_, value)| value).fold(room, take),
            _ => room,
        }
    }

    /// The object, where this is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The number, where this is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Number(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Value {
        Value::Number(number.into())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Value {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(Cow::Owned(text))
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Object(object)
    }
}

impl<V: Into<Value>> From<Vec<V>> for Value {
    fn from(list: Vec<V>) -> Value {
        Value::List(list.into_iter().map(Into::into).collect())
    }
}

impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Value {
        value.map_or(Value::Undefined, Into::into)
    }
}

/// Integers are written without a fraction. What JSON cannot say becomes `null`.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Undefined | Value::Null | Value::Other(_) => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            // An integer that others hold exactly, too.
            Value::Number(number) if *number as i64 as f64 == *number && number.abs() < 9e15 => {
                serializer.serialize_i64(*number as i64)
            }
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

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("any value")
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
                Value::deserialize(inner)
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Bool(flag))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
                Ok(Value::Number(number))
            }
            fn visit_str<E>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Value::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    members.push((name.into(), value));
                }
                Ok(Value::Object(Object::of(members)))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
