//! The fields of a direction as a tree, from rows: what fields, schemas and types
//! are made of.

use std::borrow::Cow;

use serde::Serialize;

use crate::encode::MAX_ENTRIES;
use crate::names::{push_unique, split_path};
use crate::table::*;
use crate::value::Value;
use crate::walk::explain::title;

/// The data that a tree describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// The data of a decoded uplink.
    Uplink,
    /// The data of a decoded downlink.
    Downlink,
    /// A command.
    Command,
}

/// The kinds of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FieldKind {
    /// Numbers.
    Number,
    /// Labels.
    Label,
    /// Hex digits.
    Hex,
    /// Text of a limited length.
    Text,
    /// Version strings.
    Version,
}

/// A field, an object or a list.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub name: &'static str,
    pub form: Form,
    /// True if its object always has it, or a command must.
    pub required: bool,
    /// Facts for users besides name, unit and range.
    pub note: Cow<'static, str>,
    pub source: &'static str,
}

/// The content of a node.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    Leaf(Leaf),
    Object(Vec<Node>),
    /// A list of objects, and the most of them that a command may have.
    List(Vec<Node>, Option<usize>),
}

/// A field's values.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    /// The field as a row has it.
    pub part: &'static Part,
    pub is_command: bool,
    pub labels: Vec<&'static str>,
    /// The value that an absent field of a command stands for.
    pub default: Option<Value>,
    /// Other spellings in commands: names, numbers and booleans.
    pub aliases: Vec<Value>,
}

impl Leaf {
    pub fn kind(&self) -> FieldKind {
        match self.part.coding {
            Coding::Number | Coding::Float => FieldKind::Number,
            Coding::Hex | Coding::HexReversed => FieldKind::Hex,
            Coding::Text => FieldKind::Text,
            coding if coding.is_version() => FieldKind::Version,
            _ => FieldKind::Label,
        }
    }

    /// The distance of neighbouring numbers; a floating-point number has none.
    pub fn step(&self) -> Option<f64> {
        (self.part.coding == Coding::Number).then(|| 1.0 / f64::from(self.part.div))
    }

    /// A field that has one of some labels.
    fn labelled(labels: Vec<&'static str>) -> Leaf {
        Leaf { labels, ..leaf(const { &constant("", "") }, View::Uplink) }
    }
}

impl Node {
    /// Name, unit, what is worth telling, and the guide's section.
    pub fn description(&self, device: &Device) -> String {
        self.described(device, "")
    }

    /// The description with one more sentence, for facts that no keyword expresses.
    pub fn described(&self, device: &Device, more: &str) -> String {
        let mut text = title(self.name);
        let unit = if let Form::Leaf(leaf) = &self.form { leaf.part.unit } else { "" };
        for (sign, more) in [(", ", unit), (": ", &self.note)] {
            if !more.is_empty() {
                text += sign;
                text += more;
            }
        }
        format!("{text}.{more} Source: {}.", device.cite(self.source))
    }
}

/// The top level.
pub(crate) fn tree(device: &Device, view: View) -> Vec<Node> {
    let mut nodes = Vec::new();
    let uplink = if view == View::Uplink { device.uplink } else { &[] };
    // An uplink repeats commands, but for one without a type.
    let downlink =
        device.downlink.iter().filter(|row| view != View::Uplink || row.type_byte.is_some());
    for row in uplink.iter().chain(downlink) {
        add_row(&mut nodes, row, view);
        if let (View::Command, Some(member)) = (view, row.shorthand) {
            for part in row.parts.iter().filter(|part| part.name == member) {
                merge(&mut nodes, flat(row, part));
            }
        }
    }
    if view == View::Uplink {
        for row in device.downlink {
            nodes.extend(row.result.map(|result| own_result(row, result)));
        }
        if device.answers_with_results() {
            nodes.push(refusal(device));
        }
    }
    nodes
}

/// Calls a function with the path of each field, its node and its values.
pub(crate) fn for_each_leaf(
    nodes: &[Node],
    prefix: &str,
    each: &mut impl FnMut(String, &Node, &Leaf),
) {
    for node in nodes {
        let path = format!("{prefix}{}", node.name);
        match &node.form {
            Form::Leaf(leaf) => each(path, node, leaf),
            Form::Object(members) => for_each_leaf(members, &(path + "."), each),
            Form::List(members, _) => for_each_leaf(members, &(path + "[]."), each),
        }
    }
}

fn add_row(nodes: &mut Vec<Node>, row: &Row, view: View) {
    let mut members = Vec::new();
    for part in row.parts.iter().filter(|part| part.is_field()) {
        let instead = part.special_values.iter().any(|special| special.replaces_field);
        let given = if view == View::Command { part.is_needed() } else { part.given_by.is_none() };
        let source = row.source_of(part, part.name);
        let field = node(part.name, Form::Leaf(leaf(part, view)), part.note, source);
        add_field(&mut members, Node { required: given && !instead, ..field });
        for special in part.special_values {
            let labels = Form::Leaf(Leaf::labelled(vec![special.label]));
            merge(&mut members, node(special.name, labels, "", row.source_of(part, special.name)));
        }
    }
    match row.target {
        Target::Top => {
            for member in members {
                merge(nodes, Node { required: false, ..member });
            }
        }
        Target::Object(name) => {
            merge(nodes, node(name, Form::Object(members), row.note, row.source));
        }
        Target::List(name) => {
            let most = row.counted.map_or(MAX_ENTRIES, usize::from);
            let most = (view == View::Command).then_some(most);
            merge(nodes, node(name, Form::List(members, most), row.note, row.source));
        }
    }
}

/// Adds a field of a row; the dots in its name go into objects, which are required even where their
/// members have defaults.
fn add_field(nodes: &mut Vec<Node>, field: Node) {
    let (container, Some(rest)) = split_path(field.name) else { return merge(nodes, field) };
    let source = field.source;
    let field = Node { name: rest, ..field };
    match nodes.iter_mut().find(|node| node.name == container) {
        Some(Node { form: Form::Object(members), .. }) => add_field(members, field),
        _ => {
            let mut members = Vec::new();
            add_field(&mut members, field);
            let object = node(container, Form::Object(members), "", source);
            nodes.push(Node { required: true, ..object });
        }
    }
}

/// The member that, at the top level, makes its siblings there mean the object.
fn flat(row: &Row, part: &'static Part) -> Node {
    let (siblings, object) = (row.names_beside(part.name).join(", "), row.target.name());
    let note = format!("only together with {siblings}, which then means {object}");
    let field = node(part.name, Form::Leaf(leaf(part, View::Command)), "", row.source);
    Node { note: note.into(), ..field }
}

fn node(name: &'static str, form: Form, note: &'static str, source: &'static str) -> Node {
    Node { name, form, required: false, note: note.into(), source }
}

/// Adds a node, or what it has more than the one of its name: of rows for one
/// object, a member is required that all of them have.
fn merge(nodes: &mut Vec<Node>, new: Node) {
    let Some(old) = nodes.iter_mut().find(|node| node.name == new.name) else {
        return nodes.push(new);
    };
    if old.note.is_empty() {
        old.note = new.note;
    }
    match (&mut old.form, new.form) {
        (Form::Object(old), Form::Object(new)) | (Form::List(old, _), Form::List(new, _)) => {
            for member in old.iter_mut() {
                member.required &= new.iter().any(|other| other.name == member.name);
            }
            for mut member in new {
                member.required &= old.iter().any(|other| other.name == member.name);
                merge(old, member);
            }
        }
        (Form::Leaf(old), Form::Leaf(new)) => {
            new.labels.into_iter().for_each(|label| push_unique(&mut old.labels, label));
        }
        _ => {}
    }
}

fn leaf(part: &'static Part, view: View) -> Leaf {
    let is_command = view == View::Command;
    let mut labels = Vec::new();
    let mut add = |list: Labels| list.iter().for_each(|(_, name)| push_unique(&mut labels, name));
    match part.coding {
        Coding::Choice if is_command => add(part.labels),
        Coding::Choice => {
            add(part.labels);
            add(part.also_reads);
            if part.labels.len() < 1 << part.width {
                add(&[(0, UNKNOWN)]);
            }
        }
        Coding::Presence | Coding::Constant if is_command && part.is_yes() => add(NO_YES),
        Coding::Presence | Coding::Constant => labels.push(part.label),
        _ => {}
    }
    let mut leaf = Leaf { part, is_command, labels, default: None, aliases: Vec::new() };
    if !is_command {
        return leaf;
    }
    leaf.aliases.extend(part.aliases.iter().map(|(name, _)| Value::from(*name)));
    if part.command_flag {
        leaf.aliases.extend(["no".into(), false.into(), true.into()]);
    }
    if leaf.kind() == FieldKind::Label {
        let labels = if part.is_yes() { NO_YES } else { part.labels };
        leaf.aliases.extend(labels.iter().map(|(number, _)| Value::from(*number)));
    }
    if part.takes_booleans() {
        leaf.aliases.extend([Value::Bool(false), Value::Bool(true)]);
    }
    leaf.default = part.default.map(|raw| match part.coding {
        Coding::Number => part.number(part.integer(raw)).into(),
        _ => part.shown(raw).into(),
    });
    leaf
}

/// The field that a row has of its own for the device's answer to the command.
fn own_result(row: &Row, result: OwnResult) -> Node {
    let labels = result.labels.iter().map(|(_, label)| *label).chain([UNKNOWN]);
    let form = Form::Leaf(Leaf::labelled(labels.collect()));
    node(result.name, form, "the device's answer to the command", row.source)
}

/// The object of a command that the device has refused.
fn refusal(device: &Device) -> Node {
    let kind = leaf(const { &number("", Wire::U8) }, View::Uplink);
    let failures = RESULT_LABELS.iter().filter(|(number, _)| *number != 0);
    let results = failures.map(|(_, label)| *label).chain([UNKNOWN]).collect();
    let mut request = Vec::new();
    for row in device.downlink.iter().filter(|row| row.is_refusable()) {
        add_row(&mut request, row, View::Uplink);
    }
    let members = [
        ("channel_type", Form::Leaf(kind), "the command's type byte"),
        ("result", Form::Leaf(Leaf::labelled(results)), "why it was not carried out"),
        (REQUEST_FIELD, Form::Object(request), "the command"),
    ];
    let members = members
        .map(|(name, form, note)| Node { required: true, ..node(name, form, note, VENDOR_CODEC) });
    let note = "a command that the device did not carry out";
    node(RESULT_FIELD, Form::Object(members.into()), note, VENDOR_CODEC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_what_a_command_would_say() {
        let default = |part| leaf(Box::leak(Box::new(part)), View::Command).default;
        let tenths = || number("a", Wire::I16).div(10);
        assert_eq!(default(tenths().default(25)), Some(2.5.into()));
        assert_eq!(default(tenths().default(0xffff)), Some((-0.1).into()));
        assert_eq!(
            default(choice("b", &[(1, "low"), (3, "high")]).default(3)),
            Some("high".into())
        );
        assert_eq!(default(tenths()), None);
    }
}
