//! The fields of a direction as a tree, from rows: what fields, schemas and types
//! are made of.

use crate::decode::UNKNOWN;
use crate::encode::{MAX_ENTRIES, push_new};
use crate::explain::title;
use crate::table::*;

/// What a tree is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// What decoding an uplink gives.
    Uplink,
    /// What decoding a downlink gives.
    Downlink,
    /// What encoding takes.
    Command,
}

/// A field, an object or a list.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub name: &'static str,
    pub form: Form,
    /// Whether its object always has it, or a command must.
    pub required: bool,
    pub source: &'static str,
}

/// What a node holds.
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
    pub note: &'static str,
    pub default: Option<u32>,
    /// What a command may say instead.
    pub aliases: Vec<Alias>,
}

/// What values are.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    Number { low: f64, high: f64, div: u32 },
    Labels(Vec<&'static str>),
    Hex { length: usize },
    Version,
}

/// Another spelling of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Alias {
    Name(&'static str),
    Number(u32),
    Bool(bool),
}

impl Node {
    /// Name, unit, what is worth telling, and the guide's section.
    pub fn description(&self, device: &Device) -> String {
        let mut text = title(self.name);
        if let Form::Leaf(leaf) = &self.form {
            for more in [leaf.unit, leaf.note] {
                if !more.is_empty() {
                    text.push_str(if more == leaf.unit { ", " } else { ": " });
                    text.push_str(more);
                }
            }
        }
        format!("{text}. Source: {}.", device.cite(self.source))
    }
}

/// The top level.
pub(crate) fn of(device: &Device, view: View) -> Vec<Node> {
    let mut nodes = Vec::new();
    let uplink = if view == View::Uplink { device.uplink } else { &[] };
    // An uplink repeats commands, but for one without a type.
    let downlink =
        device.downlink.iter().filter(|row| view != View::Uplink || row.type_byte.is_some());
    for row in uplink.iter().chain(downlink) {
        add_row(&mut nodes, row, view);
        if let (View::Command, Some(member)) = (view, row.flat_form) {
            for (part, _) in row.leaves().filter(|(part, _)| part.name == member) {
                merge(&mut nodes, node(member, Form::Leaf(leaf(part, view)), false, row.source));
            }
        }
    }
    if view == View::Uplink && device.answers_with_results() {
        nodes.push(refusal(device));
    }
    nodes
}

fn add_row(nodes: &mut Vec<Node>, row: &Row, view: View) {
    let mut members = Vec::new();
    for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
        let instead = part.asides.iter().any(|aside| aside.instead);
        let required = !instead && (view != View::Command || part.default.is_none());
        merge(&mut members, node(part.name, Form::Leaf(leaf(part, view)), required, row.source));
        for aside in part.asides {
            let labels = Leaf::labels(vec![aside.label]);
            merge(&mut members, node(aside.name, Form::Leaf(labels), false, row.source));
        }
    }
    match row.target {
        Target::Top => {
            for member in members {
                merge(nodes, Node { required: false, ..member });
            }
        }
        Target::Object(name) => merge(nodes, node(name, Form::Object(members), false, row.source)),
        Target::List(name) => {
            let most = (view == View::Command).then_some(MAX_ENTRIES);
            merge(nodes, node(name, Form::List(members, most), false, row.source));
        }
    }
}

fn node(name: &'static str, form: Form, required: bool, source: &'static str) -> Node {
    Node { name, form, required, source }
}

/// Adds a node, or what it has more than the one of its name: of rows for one
/// object, a member is required that all of them have.
fn merge(nodes: &mut Vec<Node>, new: Node) {
    let Some(old) = nodes.iter_mut().find(|node| node.name == new.name) else {
        return nodes.push(new);
    };
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
        let values = match part.coding {
            Coding::Number { div, .. } => {
                let (low, high) = part.wire_bounds();
                Values::Number { low, high, div }
            }
            Coding::Choice { width, labels, .. } => {
                let unknown = (labels.len() < 1 << width).then_some(UNKNOWN);
                Values::Labels(names_of(labels).chain(unknown).fold(Vec::new(), push_new))
            }
            Coding::Presence { label } => Values::Labels(vec![label]),
            Coding::Hex { length, .. } => Values::Hex { length },
            _ => Values::Version,
        };
        return Leaf { unit: part.unit, note: part.note, ..Leaf::of(values) };
    }
    let mut aliases: Vec<_> = part.aliases.iter().map(|(name, _)| Alias::Name(name)).collect();
    let values = match part.coding {
        Coding::Number { div, .. } => {
            if part.is_command() {
                aliases.extend([Alias::Name("no"), Alias::Bool(false), Alias::Bool(true)]);
            }
            let (low, high) = part.bounds();
            Values::Number { low, high, div }
        }
        Coding::Hex { length, .. } => Values::Hex { length },
        coding => {
            let labels = if let Coding::Choice { labels, .. } = coding { labels } else { NO_YES };
            aliases.extend(labels.iter().map(|(number, _)| Alias::Number(*number)));
            Values::Labels(names_of(labels).collect())
        }
    };
    if part.takes_booleans() {
        aliases.extend([Alias::Bool(false), Alias::Bool(true)]);
    }
    Leaf { unit: part.unit, note: part.note, default: part.default, aliases, ..Leaf::of(values) }
}

fn names_of(labels: &'static [(u32, &'static str)]) -> impl Iterator<Item = &'static str> {
    labels.iter().map(|(_, label)| *label)
}

impl Leaf {
    fn of(values: Values) -> Leaf {
        Leaf { values, unit: "", note: "", default: None, aliases: Vec::new() }
    }

    fn labels(labels: Vec<&'static str>) -> Leaf {
        Leaf::of(Values::Labels(labels))
    }
}

/// What stands for a command that the device has refused.
fn refusal(device: &Device) -> Node {
    let kind = Leaf::of(Values::Number { low: 0.0, high: 255.0, div: 1 });
    let failures = RESULT_LABELS.iter().filter(|(number, _)| *number != 0);
    let results = failures.map(|(_, label)| *label).chain([UNKNOWN]).collect();
    let mut request = Vec::new();
    let refusable = |row: &&Row| row.echo_on(0xf8) == Some(Echo::WithResult);
    for row in device.downlink.iter().filter(refusable) {
        add_row(&mut request, row, View::Uplink);
    }
    let members = vec![
        node("channel_type", Form::Leaf(kind), true, VENDOR_CODEC),
        node("result", Form::Leaf(Leaf::labels(results)), true, VENDOR_CODEC),
        node(REQUEST_FIELD, Form::Object(request), true, VENDOR_CODEC),
    ];
    node(RESULT_FIELD, Form::Object(members), false, VENDOR_CODEC)
}
