//! Decoded data, as applications see it: a sink that builds objects.

use crate::prelude::*;

use serde::Serialize;

use crate::decode::{self, Channel, Event, Extent, Meaning, Sink, Trouble};
use crate::problem::Problem;
use crate::table::*;
use crate::value::{Object, Value};

/// What a payload says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Decoded {
    /// The fields, empty where nothing was understood.
    pub data: Object,
    /// Problems beside which the data holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
    /// Problems because of which there is none: the payload is empty, or not a
    /// single channel of it was understood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
}

impl Decoded {
    pub(crate) fn of(device: &Device, direction: Direction, bytes: &[u8]) -> Decoded {
        if let Err(problem) = crate::input::check_length(bytes.len()) {
            return Decoded { errors: vec![problem], ..Decoded::default() };
        }
        let mut builder = Builder::default();
        let understood = decode::decode(device, direction, bytes, &mut builder);
        builder.settle();
        let Builder { data, problems, .. } = builder;
        Decoded { data, ..Decoded::judged(understood, problems) }
    }

    /// Problems are errors only where nothing was understood: both big network
    /// servers drop data that come with errors.
    pub(crate) fn judged(understood: bool, problems: Vec<Problem>) -> Decoded {
        let (warnings, errors) =
            if understood { (problems, Vec::new()) } else { (Vec::new(), problems) };
        Decoded { data: Object::new(), warnings, errors }
    }
}

#[derive(Default)]
struct Builder {
    data: Object,
    problems: Vec<Problem>,
    /// The channel at hand, its fields, and those of its refusal.
    channel: Option<Channel>,
    fields: Object,
    refusal: Object,
}

impl Builder {
    /// Puts the fields of the channel at hand where they belong. Of two reports of
    /// a field the last one holds, whole; lists collect.
    fn settle(&mut self) {
        let fields = core::mem::take(&mut self.fields);
        let Some(channel) = self.channel.take() else { return };
        let (Extent::Whole, Some(row)) = (channel.extent, channel.row) else { return };
        if channel.refused {
            let mut refusal = core::mem::take(&mut self.refusal);
            refusal.set(
                REQUEST_FIELD,
                match row.target {
                    Target::Top => fields,
                    Target::Object(name) => Object::from_iter([(name, fields)]),
                    Target::List(name) => Object::from_iter([(name, vec![fields])]),
                },
            );
            return self.data.set(RESULT_FIELD, refusal);
        }
        match row.target {
            Target::Top => {
                row.names().for_each(|name| self.data.remove(name));
                self.data.extend(fields);
            }
            Target::Object(name) => self.data.set(name, fields),
            Target::List(name) => match self.data.get_mut(name) {
                Some(Value::List(entries)) => entries.push(fields.into()),
                _ => self.data.set(name, vec![fields]),
            },
        }
    }
}

impl Sink for Builder {
    fn channel(&mut self, channel: &Channel) {
        self.settle();
        self.channel = Some(*channel);
    }

    fn event(&mut self, event: &Event) {
        if let Meaning::Field { path, reading, .. } = event.meaning {
            let of_refusal = path.target == Target::Object(RESULT_FIELD);
            let fields = if of_refusal { &mut self.refusal } else { &mut self.fields };
            fields.set(path.name, reading);
        }
    }

    fn trouble(&mut self, trouble: &Trouble) {
        self.problems.push(trouble.into());
    }
}
