//! TypeScript types of decoded uplinks and of commands.

use std::fmt::Write;

use crate::explain::title;
use crate::shape::{self, Alias, Form, Leaf, Node, Values};
use crate::table::{Device, Direction};

/// The interfaces of a model, `Ws523Uplink` and `Ws523Downlink`, as declarations.
///
/// ```
/// let button = milesight_codec::find("ws101").unwrap();
/// let types = milesight_codec::typescript::declarations(button);
/// assert!(types.contains("export interface Ws101Downlink {"));
/// assert!(types.contains(r#"  buzzer_enable?: "disable" | "enable" | 0 | 1 | boolean;"#));
/// ```
pub fn declarations(device: &Device) -> String {
    let mut out = String::new();
    let directions = [
        (Direction::Uplink, "Uplink", "What an uplink of the"),
        (Direction::Downlink, "Downlink", "A command to the"),
    ];
    for (direction, suffix, what) in directions {
        let name = title(device.model) + suffix;
        let members = members(device, &shape::of(device, direction), "  ");
        let _ = write!(
            out,
            "/** {what} {}{}. */\nexport interface {name} {{\n{members}}}\n\n",
            device.name,
            if direction == Direction::Uplink { " says" } else { "" },
        );
    }
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
        let description = node.description(device);
        let _ = writeln!(out, "{indent}/** {description} */\n{indent}{}{mark}: {kind};", node.name);
    }
    out
}

fn values(leaf: &Leaf) -> String {
    let mut kinds: Vec<String> = match &leaf.values {
        Values::Number { .. } => vec!["number".to_owned()],
        Values::Labels(labels) => labels.iter().map(|label| format!("\"{label}\"")).collect(),
        Values::Hex { .. } | Values::Version => vec!["string".to_owned()],
    };
    for alias in &leaf.aliases {
        kinds.push(match alias {
            Alias::Name(name) => format!("\"{name}\""),
            Alias::Number(number) => number.to_string(),
            Alias::Bool(false) => continue,
            Alias::Bool(true) => "boolean".to_owned(),
        });
    }
    kinds.join(" | ")
}
