//! JSON Schemas (2020-12) of decoded uplinks and of commands.
//!
//! Beside the standard's own keywords: `x-unit`; `x-step`, since `multipleOf: 0.1`
//! refuses honest decimals in binary; `x-labels`, the labels to offer, and
//! `x-aliases`, the other spellings that `enum` takes.

use super::shape::{self, FieldKind, Form, Leaf, Node, View};
use crate::names::{first_name, push_unique};
use crate::table::*;
use crate::text;
use crate::value::{Object, Value};

/// The schema of what [`Device::decode_uplink`](crate::Device::decode_uplink) gives as data. Its bounds are those
/// of the wire.
///
/// ```
/// let sensor = milesight_codec::Device::find("vs321").unwrap();
/// let schema = milesight_codec::describe::schema::uplink(sensor.rows());
/// let battery = schema.get("properties").unwrap().get("battery").unwrap();
/// assert_eq!(battery.get("maximum"), Some(&255.into()));
/// assert_eq!(battery.get("x-unit"), Some(&"%".into()));
/// ```
pub fn uplink(device: &Device) -> Value {
    document(device, View::Uplink, "data of an uplink").into()
}

/// The schema of what [`Device::encode_downlink`](crate::Device::encode_downlink) takes as data.
///
/// It cannot compare two members, which the encoder does: thresholds in order, an end
/// after its start. Nor does it know steps, save for whole numbers.
///
/// ```
/// let button = milesight_codec::Device::find("ws101").unwrap();
/// let schema = milesight_codec::describe::schema::downlink(button.rows());
/// let interval = schema.get("properties").unwrap().get("reporting_interval").unwrap();
/// assert_eq!(interval.get("minimum"), Some(&60.into()));
/// ```
pub fn downlink(device: &Device) -> Value {
    let mut schema = document(device, View::Command, "data of a command");
    let mut all = vec![any_of(something_to_send(device))];
    for (at, row) in device.downlink.iter().enumerate() {
        all.extend(all_or_none(row));
        let named = schema.get_mut("properties").and_then(|at| member_of(at, row.target.name()));
        let place = if row.target.is_list() {
            named.and_then(|list| member_of(list, "items"))
        } else {
            named
        };
        // All rows of an object or list at its first one.
        let is_first = device.downlink.iter().take(at).all(|other| other.target != row.target);
        if let (Some(Value::Object(object)), true) = (place, is_first) {
            let rows = device.downlink.iter().filter(|other| other.target == row.target);
            object.set_unless_empty("allOf", rows.flat_map(conditions).collect());
            object.set_unless_empty("anyOf", forms(device, row.target));
        }
        let Some(member) = row.shorthand else { continue };
        // Without it, or with all its siblings and without the object that they make.
        let siblings = row.names_beside(member);
        let given = siblings.iter().map(|name| (*name, true));
        let mut with = only([(row.target.name(), false)].into_iter().chain(given));
        with.set("required", siblings);
        all.push(any_of(vec![only([(member, false)]), with]));
    }
    schema.set("allOf", all);
    schema.into()
}

/// A schema for a row at the top level whose fields need each other: either none of them is given,
/// or all that are required.
fn all_or_none(row: &Row) -> Option<Object> {
    let (mut names, mut needed) = (Vec::new(), Vec::new());
    if row.target == Target::Top && !row.decode_only {
        for part in row.parts.iter().filter(|part| part.is_field()) {
            let name = first_name(part.name);
            push_unique(&mut names, name);
            if part.is_needed() {
                push_unique(&mut needed, name);
            }
        }
    }
    if names.len() < 2 || needed.is_empty() {
        return None;
    }
    let none = only(names.iter().map(|name| (*name, false)));
    let mut all = Object::from_iter([("type", "object")]);
    all.set("required", needed);
    Some(any_of(vec![none, all]))
}

fn member_of<'a>(schema: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    match schema {
        Value::Object(object) => object.get_mut(name),
        _ => None,
    }
}

/// A schema for each field at the top level, of the commands in which it sends something: "no" and
/// its aliases send nothing.
fn something_to_send(device: &Device) -> Vec<Object> {
    let mut branches: Vec<Object> = Vec::new();
    let mut names = Vec::new();
    for row in device.downlink.iter().filter(|row| !row.decode_only) {
        for name in row.top_names() {
            if names.contains(&name) {
                continue;
            }
            names.push(name);
            let part = row.parts.iter().find(|part| part.name == name);
            let sends = part.filter(|_| row.target == Target::Top).and_then(what_sends);
            let mut branch = only([(name, sends.map_or(Value::Bool(true), Value::from))]);
            branch.set("required", vec![name]);
            branches.push(branch);
        }
    }
    branches
}

/// The values with which a field sends something, where there are others.
fn what_sends(part: &Part) -> Option<Object> {
    let yes = |values: Vec<Value>| Object::from_iter([("enum", values)]);
    match part.coding {
        Coding::Presence | Coding::Constant if part.is_yes() => {
            Some(yes(vec!["yes".into(), true.into(), 1.into()]))
        }
        _ if part.command_flag => {
            let number = Object::from_iter([("type", "integer")]);
            Some(any_of(vec![number, yes(vec!["yes".into(), true.into()])]))
        }
        _ => None,
    }
}

fn any_of(schemas: Vec<Object>) -> Object {
    Object::from_iter([("anyOf", schemas)])
}

/// An object of whose members these are looked at.
fn only(members: impl IntoIterator<Item = (&'static str, impl Into<Value>)>) -> Object {
    let mut object = Object::from_iter([("type", "object")]);
    object.set("properties", Object::from_iter(members));
    object
}

/// The rules between an object's members that a schema can express: `time` is above 0, or `time_enable`
/// is none of the values for which it must be.
fn conditions(row: &Row) -> Vec<Object> {
    let said = row.rules.iter().filter_map(|rule| {
        let (Constraint::NotZero, Some((member, raw)), false) =
            (rule.constraint, rule.when, rule.warns)
        else {
            return None;
        };
        let part = row.parts.iter().find(|part| part.name == member)?;
        let mut others = Vec::new();
        for (number, label) in
            part.labels.iter().filter(|(number, _)| !raw.contains(&part.bits_of(*number)))
        {
            others.extend([Value::from(*label), (*number).into()]);
            others.extend(part.takes_booleans().then_some(Value::Bool(*number == 1)));
        }
        let free = only([(member, Object::from_iter([("enum", others)]))]);
        let above = only([(rule.field, Object::from_iter([("exclusiveMinimum", 0)]))]);
        Some(any_of(vec![free, above]))
    });
    said.collect()
}

/// A schema for each row of an object whose rows are told apart by a constant: the row's required
/// members, or its constant if it has none.
fn forms(device: &Device, target: Target) -> Vec<Object> {
    let rows = || device.downlink.iter().filter(|row| row.target == target && !row.decode_only);
    if !rows().any(|row| row.parts.iter().any(Part::is_label)) {
        return Vec::new();
    }
    let form = |row: &Row| {
        let constants = || row.parts.iter().filter(|part| part.is_label());
        let label = |part: &Part| Object::from_iter([("const", part.label)]);
        let properties = constants().map(|part| (part.name, label(part)));
        let mut needed = Vec::new();
        for part in row.parts.iter().filter(|part| part.is_needed()) {
            push_unique(&mut needed, first_name(part.name));
        }
        if needed.is_empty() {
            needed.extend(constants().map(|part| part.name));
        }
        let mut form = Object::from_iter([("properties", properties.collect::<Object>())]);
        form.set("required", needed);
        form
    };
    rows().map(form).collect()
}

fn document(device: &Device, view: View, what: &str) -> Object {
    let mut schema = Object::new();
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.set("title", format!("{}: {what}", device.name));
    schema.extend(object(device, &shape::tree(device, view)));
    schema
}

fn object(device: &Device, nodes: &[Node]) -> Object {
    let properties: Object = nodes.iter().map(|node| (node.name, property(device, node))).collect();
    let required: Vec<_> =
        nodes.iter().filter(|node| node.required).map(|node| node.name).collect();
    let mut schema = Object::new();
    schema.set("type", "object");
    schema.set("properties", properties);
    if !required.is_empty() {
        schema.set("required", required);
    }
    schema.set("additionalProperties", false);
    schema
}

fn property(device: &Device, node: &Node) -> Object {
    let mut schema = match &node.form {
        Form::Leaf(leaf) => values(leaf),
        Form::Object(members) => object(device, members),
        Form::List(members, most) => {
            let mut schema = Object::new();
            schema.set("type", "array");
            schema.set("items", object(device, members));
            schema.set("minItems", 1);
            if let Some(most) = most {
                schema.set("maxItems", *most as u32);
            }
            schema
        }
    };
    schema.set("description", node.description(device));
    schema
}

fn values(leaf: &Leaf) -> Object {
    let aliases = &leaf.aliases;
    let mut schema = Object::new();
    let part = leaf.part;
    let length = part.bytes() as u32;
    match leaf.kind() {
        FieldKind::Number => {
            let mut number = Object::new();
            let step = leaf.step();
            let (low, high) = if leaf.is_command { part.bounds() } else { part.wire_bounds() };
            number.set("type", if step == Some(1.0) { "integer" } else { "number" });
            number.set("minimum", low);
            number.set("maximum", high);
            if aliases.is_empty() {
                schema = number;
            } else {
                let names = Object::from_iter([("enum", aliases.clone())]);
                schema.set("anyOf", vec![number, names]);
            }
            if let Some(step) = step.filter(|step| *step != 1.0) {
                schema.set("x-step", step);
            }
        }
        FieldKind::Label => {
            let accepted = leaf.labels.iter().map(|label| Value::from(*label));
            schema.set("enum", accepted.chain(aliases.iter().cloned()).collect::<Vec<Value>>());
            if !aliases.is_empty() {
                schema.set("x-labels", leaf.labels.clone());
            }
        }
        FieldKind::Hex => {
            schema.set("type", "string");
            schema.set("pattern", format!("^[0-9a-fA-F]{{{}}}$", 2 * length));
        }
        FieldKind::Text => {
            let mut text = Object::new();
            text.set("type", "string");
            // The limit is one of bytes, which no keyword counts.
            text.set("maxLength", length);
            text.set("pattern", pattern(part.characters));
            if leaf.is_command {
                schema = text;
            } else {
                // Bytes that are no such text decode to "unknown".
                let unknown = Object::from_iter([("const", UNKNOWN)]);
                schema.set("anyOf", vec![text, unknown]);
            }
        }
        FieldKind::Version => {
            schema.set("type", "string");
            schema.set("pattern", "^v[0-9a-f]+(\\.[0-9a-f]+)?$");
        }
    }
    if let Some(default) = &leaf.default {
        schema.set("default", default.clone());
    }
    if !aliases.is_empty() {
        schema.set("x-aliases", aliases.clone());
    }
    if !leaf.part.unit.is_empty() {
        schema.set("x-unit", leaf.part.unit);
    }
    schema
}

/// The pattern of a text of these characters, or of any but control characters.
fn pattern(characters: &str) -> String {
    if characters.is_empty() {
        return "^[^\\u0000-\\u001f\\u007f-\\u009f]*$".to_owned();
    }
    let mut class = String::new();
    for character in characters.chars() {
        if "\\]^-".contains(character) {
            class.push('\\');
        }
        class.push(character);
    }
    text::concat(&["^[", &class, "]*$"])
}
