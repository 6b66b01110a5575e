//! Values made of whatever serde serializes: commands as types of the caller's own.

use alloc::borrow::Cow;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};

use super::{Object, Value, ValueError};
use crate::prelude::*;

/// A value with the members of a serializable one.
pub(crate) fn to_value(value: &(impl Serialize + ?Sized)) -> Result<Value, ValueError> {
    value.serialize(Builder)
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
                Ok(Value::Object(Object::from_members(members)))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

impl ser::Error for ValueError {
    fn custom<T: fmt::Display>(reason: T) -> ValueError {
        ValueError(reason.to_string())
    }
}

struct Builder;

type Outcome = Result<Value, ValueError>;

/// The items of a list, or the members of an object.
struct Parts {
    items: Vec<Value>,
    members: Vec<(Cow<'static, str>, Value)>,
    name: Option<String>,
    /// The variant that holds it all.
    variant: Option<&'static str>,
}

impl Parts {
    const fn new(variant: Option<&'static str>) -> Parts {
        Parts { items: Vec::new(), members: Vec::new(), name: None, variant }
    }

    fn wrap(variant: Option<&'static str>, value: Value) -> Outcome {
        Ok(match variant {
            Some(name) => Object::from_iter([(name, value)]).into(),
            None => value,
        })
    }

    fn object(self) -> Outcome {
        Parts::wrap(self.variant, Object::from_members(self.members).into())
    }

    fn set(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), ValueError> {
        self.members.push((name.into(), to_value(value)?));
        Ok(())
    }
}

macro_rules! numbers {
    ($($method:ident $number:ty)*) => {
        $(fn $method(self, number: $number) -> Outcome {
            Ok(Value::Number(number as f64))
        })*
    };
}

impl Serializer for Builder {
    type Ok = Value;
    type Error = ValueError;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = Parts;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    fn serialize_bool(self, flag: bool) -> Outcome {
        Ok(Value::Bool(flag))
    }
    numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
        serialize_f32 f32 serialize_f64 f64
    }
    fn serialize_char(self, character: char) -> Outcome {
        Ok(Value::Text(String::from(character).into()))
    }
    fn serialize_str(self, text: &str) -> Outcome {
        Ok(Value::Text(text.to_owned().into()))
    }
    fn serialize_bytes(self, bytes: &[u8]) -> Outcome {
        Ok(bytes.iter().map(|byte| u32::from(*byte)).collect::<Vec<_>>().into())
    }
    /// An absent field is not given.
    fn serialize_none(self) -> Outcome {
        Ok(Value::Undefined)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome {
        to_value(value)
    }
    fn serialize_unit(self) -> Outcome {
        Ok(Value::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Outcome {
        Ok(Value::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        Ok(variant.into())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Outcome {
        to_value(value)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome {
        Parts::wrap(Some(variant), to_value(value)?)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, ValueError> {
        Ok(Parts::new(None))
    }
    fn serialize_tuple(self, _: usize) -> Result<Parts, ValueError> {
        Ok(Parts::new(None))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, ValueError> {
        Ok(Parts::new(None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, ValueError> {
        Ok(Parts::new(Some(variant)))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Parts, ValueError> {
        Ok(Parts::new(None))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts, ValueError> {
        Ok(Parts::new(None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, ValueError> {
        Ok(Parts::new(Some(variant)))
    }
}

macro_rules! lists {
    ($($part:ident $method:ident)*) => {
        $(impl ser::$part for Parts {
            type Ok = Value;
            type Error = ValueError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
                self.items.push(to_value(value)?);
                Ok(())
            }
            fn end(self) -> Outcome {
                Parts::wrap(self.variant, Value::List(self.items))
            }
        })*
    };
}

lists! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! structs {
    ($($part:ident)*) => {
        $(impl ser::$part for Parts {
            type Ok = Value;
            type Error = ValueError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), ValueError> {
                self.set(name, value)
            }
            fn end(self) -> Outcome {
                self.object()
            }
        })*
    };
}

structs! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Parts {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), ValueError> {
        self.name = Some(match to_value(name)? {
            Value::Text(name) => name.into_owned(),
            Value::Number(number) => crate::text::format_number(number),
            other => {
                let given = other.describe();
                return Err(ValueError(["not a name: ", &given].concat()));
            }
        });
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let name = self.name.take().unwrap_or_default();
        self.set(name, value)
    }
    fn end(self) -> Outcome {
        self.object()
    }
}
