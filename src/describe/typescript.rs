//! TypeScript types of decoded uplinks, of commands and of columns.

use super::shape::{self, FieldKind, Form, Leaf, Node, View};
use crate::table::Device;
use crate::text::format_number;
use crate::value::Value;
use crate::walk::explain::title;

/// A model's name as its types begin: `Ws523`, and `Em300Di` of `em300-di`.
pub fn type_name(device: &Device) -> String {
    device.model.split('-').map(title).collect()
}

/// The types of a model, as declarations: `Ws523Uplink` and `Ws523DecodedDownlink` of what
/// decoding gives, `Ws523Downlink` of commands, `Ws523Columns` of many uplinks' fields by path,
/// whose `NumberColumn`, `LabelColumn` and `ListColumn` are the npm package's. They are no
/// interfaces, which TypeScript does not take for a `Record`: one model's codec would be none of
/// any model.
///
/// ```
/// let button = milesight_codec::Device::find("ws101").unwrap();
/// let types = milesight_codec::describe::typescript::declarations(button.rows());
/// assert!(types.contains("export type Ws101Downlink = {"));
/// assert!(types.contains(r#"  buzzer_enable?: "disable" | "enable" | 0 | 1 | boolean;"#));
/// assert!(types.contains(r#"  buzzer_enable?: "disable" | "enable" | "unknown";"#));
/// assert!(types.contains("  battery?: NumberColumn;"));
/// ```
pub fn declarations(device: &Device) -> String {
    let (model, name) = (type_name(device), device.name);
    let members = |view| members(device, &shape::tree(device, view), "  ");
    let types = [
        ("Uplink", format!("The data of an uplink of the {name}"), members(View::Uplink)),
        (
            "DecodedDownlink",
            format!("The data of a downlink to the {name}"),
            members(View::Downlink),
        ),
        ("Downlink", format!("A command to the {name}"), members(View::Command)),
        ("Columns", format!("The fields of many uplinks of the {name}, by path"), columns(device)),
    ];
    let declare = |(suffix, what, members)| {
        format!("/** {what}. */\nexport type {model}{suffix} = {{\n{members}}};\n\n")
    };
    types.map(declare).concat()
}

fn columns(device: &Device) -> String {
    let mut out = String::new();
    shape::for_each_leaf(&shape::tree(device, View::Uplink), "", &mut |path, node, leaf| {
        let kind = if leaf.kind() == FieldKind::Number { "NumberColumn" } else { "LabelColumn" };
        let kind =
            if path.contains("[]") { format!("ListColumn<{kind}>") } else { kind.to_owned() };
        let key = if path == node.name { path } else { format!("\"{path}\"") };
        let description = documentation(device, node);
        out += &format!("  /** {description} */\n  {key}?: {kind};\n");
    });
    out
}

fn members(device: &Device, nodes: &[Node], indent: &str) -> String {
    let mut out = String::new();
    for node in nodes {
        let deeper = format!("{indent}  ");
        let kind = match &node.form {
            Form::Leaf(leaf) => values(leaf),
            Form::Object(nodes) => format!("{{\n{}{indent}}}", members(device, nodes, &deeper)),
            Form::List(nodes, _) => {
                format!("Array<{{\n{}{indent}}}>", members(device, nodes, &deeper))
            }
        };
        let mark = if node.required { "" } else { "?" };
        let description = documentation(device, node);
        let name = node.name;
        out += &format!("{indent}/** {description} */\n{indent}{name}{mark}: {kind};\n");
    }
    out
}

/// The description with the facts that the type lacks: range, step, length and default.
fn documentation(device: &Device, node: &Node) -> String {
    let mut more = String::new();
    if let Form::Leaf(leaf) = &node.form {
        let (part, length) = (leaf.part, leaf.part.bytes());
        match leaf.kind() {
            // The wire's bounds of a floating-point number are of no use.
            FieldKind::Number if leaf.step().is_none() && part.range.is_none() => {}
            FieldKind::Number => {
                let (low, high) = part.bounds();
                more = format!(" From {} to {}", format_number(low), format_number(high));
                if let Some(step) = leaf.step().filter(|step| *step != 1.0) {
                    more += &format!(" in steps of {}", format_number(step));
                }
                more.push('.');
            }
            FieldKind::Hex => more = format!(" {} hex digits.", 2 * length),
            FieldKind::Text if part.characters.is_empty() => {
                more = format!(" At most {length} bytes.");
            }
            FieldKind::Text => {
                more = format!(" At most {length} of the characters {}.", part.characters);
            }
            FieldKind::Label | FieldKind::Version => {}
        }
        if let Some(default) = &leaf.default {
            more += &format!(" Default: {}.", default.describe());
        }
    }
    node.described(device, &more)
}

fn values(leaf: &Leaf) -> String {
    let mut kinds: Vec<String> = match leaf.kind() {
        FieldKind::Number => vec!["number".to_owned()],
        FieldKind::Label => leaf.labels.iter().map(|label| format!("\"{label}\"")).collect(),
        _ => vec!["string".to_owned()],
    };
    for alias in &leaf.aliases {
        match alias {
            Value::Bool(false) => {}
            Value::Bool(true) => kinds.push("boolean".to_owned()),
            other => kinds.push(other.describe()),
        }
    }
    kinds.join(" | ")
}
