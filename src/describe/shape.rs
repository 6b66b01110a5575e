//! The fields of a direction as a tree, from rows: what fields, schemas and types
//! are made of.

use std::borrow::Cow;

use crate::UNKNOWN;
use crate::encode::MAX_ENTRIES;
use crate::program::{push_unique, split_path};

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
    pub values: Values,
    pub unit: &'static str,
    /// A number's range in the guide, which the device may leave.
    pub range: Option<(f64, f64)>,
    /// The value that an absent field of a command stands for.
    pub default: Option<Value>,
    /// Other spellings in commands: names, numbers and booleans.
    pub aliases: Vec<Value>,
    /// A text may be decoded to "unknown", which is none of its own.
    pub decodes_to_unknown: bool,
}

/// The kinds of values.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    /// A floating-point number has no step.
    Number {
        low: f64,
        high: f64,
        step: Option<f64>,
    },
    Labels(Vec<&'static str>),
    Hex {
        length: usize,
    },
    /// Text of so many bytes; of these characters, if any.
    Text {
        length: usize,
        characters: &'static str,
    },
    Version,
}

impl Node {
    /// Name, unit, what is worth telling, and the guide's section.
    pub fn description(&self, device: &Device) -> String {
        self.described(device, "")
    }

    /// The description with one more sentence, for facts that no keyword expresses.
    pub fn described(&self, device: &Device, more: &str) -> String {
        let mut text = title(self.name);
        let unit = if let Form::Leaf(leaf) = &self.form { leaf.unit } else { "" };
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
    if view == View::Uplink && device.answers_with_results() {
        nodes.push(refusal(device));
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
        let required = !instead && (view != View::Command || part.default.is_none());
        let source = row.source_of(part, part.name);
        let field = node(part.name, Form::Leaf(leaf(part, view)), part.note, source);
        add_field(&mut members, Node { required, ..field });
        for special in part.special_values {
            let labels = Form::Leaf(Leaf::labels(vec![special.label]));
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
            let most = (view == View::Command).then_some(MAX_ENTRIES);
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
fn flat(row: &Row, part: &Part) -> Node {
    let mut siblings = row.names();
    siblings.retain(|name| *name != part.name);
    let (siblings, object) = (siblings.join(", "), row.target.name());
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
            if let (Values::Labels(old), Values::Labels(new)) = (&mut old.values, new.values) {
                old.extend(
                    new.into_iter().filter(|label| !old.contains(label)).collect::<Vec<_>>(),
                );
            }
        }
        _ => {}
    }
}

fn leaf(part: &Part, view: View) -> Leaf {
    if view != View::Command {
        let mut decodes_to_unknown = false;
        let values = match part.coding {
            Coding::Number | Coding::Float => {
                let (low, high) = part.wire_bounds();
                Values::Number { low, high, step: step(part) }
            }
            Coding::Choice => {
                let unknown = (part.labels.len() < 1 << part.width).then_some(UNKNOWN);
                let mut names = Vec::new();
                let labels = names_of(part.labels).chain(names_of(part.also_reads));
                labels.chain(unknown).for_each(|name| push_unique(&mut names, name));
                Values::Labels(names)
            }
            Coding::Presence | Coding::Constant => Values::Labels(vec![part.label]),
            Coding::Hex | Coding::HexReversed => Values::Hex { length: part.bytes() },
            Coding::Text => {
                decodes_to_unknown = true;
                Values::Text { length: part.bytes(), characters: part.characters }
            }
            _ => Values::Version,
        };
        return Leaf {
            unit: part.unit,
            range: part.range,
            decodes_to_unknown,
            ..Leaf::new(values)
        };
    }
    let mut aliases: Vec<Value> = part.aliases.iter().map(|(name, _)| (*name).into()).collect();
    let values = match part.coding {
        Coding::Number | Coding::Float => {
            if part.command_flag {
                aliases.extend(["no".into(), false.into(), true.into()]);
            }
            let (low, high) = part.bounds();
            Values::Number { low, high, step: step(part) }
        }
        Coding::Hex | Coding::HexReversed => Values::Hex { length: part.bytes() },
        Coding::Text => Values::Text { length: part.bytes(), characters: part.characters },
        coding => {
            let labels = if coding == Coding::Choice { part.labels } else { NO_YES };
            aliases.extend(labels.iter().map(|(number, _)| Value::from(*number)));
            Values::Labels(names_of(labels).collect())
        }
    };
    if part.takes_booleans() {
        aliases.extend([Value::Bool(false), Value::Bool(true)]);
    }
    let default = part.default.map(|raw| match part.coding {
        Coding::Number => part.number(part.integer(raw)).into(),
        _ => part.shown(raw).into(),
    });
    let (unit, range) = (part.unit, part.range);
    Leaf { unit, range, default, aliases, values, decodes_to_unknown: false }
}

fn step(part: &Part) -> Option<f64> {
    (part.coding != Coding::Float).then(|| 1.0 / f64::from(part.div))
}

fn names_of(labels: Labels) -> impl Iterator<Item = &'static str> {
    labels.iter().map(|(_, label)| *label)
}

impl Leaf {
    fn new(values: Values) -> Leaf {
        Leaf {
            values,
            unit: "",
            range: None,
            default: None,
            aliases: Vec::new(),
            decodes_to_unknown: false,
        }
    }

    fn labels(labels: Vec<&'static str>) -> Leaf {
        Leaf::new(Values::Labels(labels))
    }
}

/// The object of a command that the device has refused.
fn refusal(device: &Device) -> Node {
    let kind = Leaf::new(Values::Number { low: 0.0, high: 255.0, step: Some(1.0) });
    let failures = RESULT_LABELS.iter().filter(|(number, _)| *number != 0);
    let results = failures.map(|(_, label)| *label).chain([UNKNOWN]).collect();
    let mut request = Vec::new();
    let refusable = |row: &&Row| row.echo_on(0xf8) == Some(Echo::WithResult);
    for row in device.downlink.iter().filter(refusable) {
        add_row(&mut request, row, View::Uplink);
    }
    let members = [
        ("channel_type", Form::Leaf(kind), "the command's type byte"),
        ("result", Form::Leaf(Leaf::labels(results)), "why it was not carried out"),
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
        let default = |part: Part| leaf(&part, View::Command).default;
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
