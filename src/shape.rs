//! The fields of a direction as a tree, from rows: what fields, schemas and types
//! are made of.

use crate::decode::UNKNOWN;
use crate::encode::MAX_ENTRIES;
use crate::explain::title;
use crate::table::*;

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

/// The top level of what decoding gives, or of what a command may hold.
pub(crate) fn of(device: &Device, direction: Direction) -> Vec<Node> {
    let mut nodes = Vec::new();
    match direction {
        Direction::Uplink => {
            for row in device.uplink {
                add_row(&mut nodes, row, Direction::Uplink, |part| part.wire_bounds());
            }
            for row in device.downlink.iter().filter(|row| row.type_byte.is_some()) {
                add_row(&mut nodes, row, Direction::Uplink, |part| part.wire_bounds());
            }
            if device.answers_with_results() {
                nodes.push(refusal(device));
            }
        }
        Direction::Downlink => {
            for row in device.downlink {
                add_row(&mut nodes, row, Direction::Downlink, |part| part.bounds());
                if let Some(member) = row.flat_form {
                    let parts = row.leaves().filter(|(part, _)| part.name == member);
                    for (part, _) in parts {
                        let leaf = leaf(part, Direction::Downlink, part.bounds());
                        merge(&mut nodes, node(member, Form::Leaf(leaf), false, row.source));
                    }
                }
            }
        }
    }
    nodes
}

fn add_row(
    nodes: &mut Vec<Node>,
    row: &Row,
    direction: Direction,
    bounds: impl Fn(&Part) -> (f64, f64),
) {
    let mut members = Vec::new();
    for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
        let leaf = leaf(part, direction, bounds(part));
        let instead = part.asides.iter().any(|aside| aside.instead);
        let required = !instead && (direction == Direction::Uplink || part.default.is_none());
        merge(&mut members, node(part.name, Form::Leaf(leaf), required, row.source));
        for aside in part.asides {
            let values = Values::Labels(vec![aside.label]);
            let leaf = Leaf { values, unit: "", note: "", default: None, aliases: Vec::new() };
            merge(&mut members, node(aside.name, Form::Leaf(leaf), false, row.source));
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
            let most = (direction == Direction::Downlink).then_some(MAX_ENTRIES);
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

fn leaf(part: &Part, direction: Direction, (low, high): (f64, f64)) -> Leaf {
    let up = direction == Direction::Uplink;
    let mut aliases = Vec::new();
    if !up {
        aliases.extend(part.aliases.iter().map(|(name, _)| Alias::Name(name)));
    }
    let values = match part.coding {
        Coding::Number { div, .. } => {
            if !up && part.is_command() {
                aliases.extend([Alias::Name("no"), Alias::Bool(false), Alias::Bool(true)]);
            }
            Values::Number { low, high, div }
        }
        Coding::Choice { width, labels, .. } => {
            let mut names: Vec<_> = labels.iter().map(|(_, label)| *label).collect();
            names.dedup_by(|a, b| a == b);
            if up && labels.len() < 1 << width {
                names.push(UNKNOWN);
            }
            if !up {
                aliases.extend(labels.iter().map(|(number, _)| Alias::Number(*number)));
            }
            Values::Labels(names)
        }
        Coding::Presence { .. } if !up => {
            aliases.extend(NO_YES.iter().map(|(number, _)| Alias::Number(*number)));
            Values::Labels(NO_YES.iter().map(|(_, label)| *label).collect())
        }
        Coding::Presence { label } => Values::Labels(vec![label]),
        Coding::Hex { length, .. } => Values::Hex { length },
        _ => Values::Version,
    };
    if !up && part.takes_booleans() {
        aliases.extend([Alias::Bool(false), Alias::Bool(true)]);
    }
    let default = if up { None } else { part.default };
    Leaf { values, unit: part.unit, note: part.note, default, aliases }
}

/// What stands for a command that the device has refused.
fn refusal(device: &Device) -> Node {
    let label = |values| Leaf { values, unit: "", note: "", default: None, aliases: Vec::new() };
    let kind = Values::Number { low: 0.0, high: 255.0, div: 1 };
    let results = RESULT_LABELS.iter().filter(|(number, _)| *number != 0);
    let results = results.map(|(_, label)| *label).chain([UNKNOWN]).collect();
    let mut request = Vec::new();
    let refusable = |row: &&Row| row.echo_on(0xf8) == Some(Echo::WithResult);
    for row in device.downlink.iter().filter(refusable) {
        add_row(&mut request, row, Direction::Uplink, |part| part.wire_bounds());
    }
    let members = vec![
        node("channel_type", Form::Leaf(label(kind)), true, VENDOR_CODEC),
        node("result", Form::Leaf(label(Values::Labels(results))), true, VENDOR_CODEC),
        node(REQUEST_FIELD, Form::Object(request), true, VENDOR_CODEC),
    ];
    node(RESULT_FIELD, Form::Object(members), false, VENDOR_CODEC)
}
