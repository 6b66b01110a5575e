//! The fields of a device as a list: what a dashboard or a form needs.

use std::borrow::Cow;

use serde::Serialize;

use super::shape::{self, FieldKind, Leaf, View};
use crate::table::Device;
use crate::value::Value;

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Where it stands in the data: `"history[].timestamp"`.
    pub path: String,
    /// The kind of its values.
    pub kind: FieldKind,
    /// `"uplink"`, `"downlink"` or `"both"`: what has it, as decoded data or as
    /// a command. Description and source are the command's where it has one.
    pub direction: &'static str,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// The labels that decoded data may hold, `"unknown"` among them where a wire
    /// value may have none: for a dashboard.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<&'static str>,
    /// The labels that a command may hold, or the names that it may hold in a number's
    /// place: for a form. A label's other spellings, which the schema has, are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<&'static str>,
    /// The lowest and the highest number: the guide's, or else the wire type's. A
    /// device may leave the guide's range, with a warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// The distance of neighbouring numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// A description, with the guide's section.
    pub description: String,
    /// The guide's section: `"VS321 5.1.2"`.
    pub source: String,
}

pub(crate) fn list(device: &Device) -> Vec<Field> {
    let mut fields = of_view(device, View::Uplink, "uplink");
    for field in of_view(device, View::Command, "downlink") {
        match fields.iter_mut().find(|other| other.path == field.path) {
            Some(other) => {
                let labels = std::mem::take(&mut other.labels);
                *other = Field { direction: "both", labels, commands: field.labels, ..field };
            }
            // In the form of a command alone, which decodes to another field.
            None => {
                fields.push(Field { commands: field.labels, labels: Vec::new(), ..field });
            }
        }
    }
    fields
}

fn of_view(device: &Device, view: View, direction: &'static str) -> Vec<Field> {
    let mut fields = Vec::new();
    shape::for_each_leaf(&shape::tree(device, view), "", &mut |path, node, leaf| {
        let kind = leaf.kind();
        let is_number = kind == FieldKind::Number;
        let labels = if is_number { names(leaf) } else { leaf.labels.clone() };
        fields.push(Field {
            path,
            kind,
            direction,
            unit: Some(leaf.part.unit).filter(|unit| !unit.is_empty()),
            labels,
            commands: Vec::new(),
            range: is_number.then(|| leaf.part.bounds()),
            step: leaf.step(),
            description: node.description(device),
            source: device.cite(node.source),
        });
    });
    fields
}

/// Words that a command may have where decoded data have a number.
fn names(leaf: &Leaf) -> Vec<&'static str> {
    let name = |alias: &Value| match alias {
        Value::Text(Cow::Borrowed(name)) => Some(*name),
        _ => None,
    };
    leaf.aliases.iter().filter_map(name).collect()
}
