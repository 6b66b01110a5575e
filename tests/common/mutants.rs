//! Devices with one thing in one row changed: in memory, so that thousands need no compiler.
//! `MILESIGHT_MUTANT` puts one of them in the place of its device, for every test that takes
//! devices from `common`.

use milesight_codec::table::{
    self, Coding, Constraint, Device, Measure, Part, Row, Rule, SpecialValue, Target,
};

/// A change of a device, and how to make the device that has it.
pub struct Mutant {
    /// The device and the number of the change, as `MILESIGHT_MUTANT` has them.
    pub id: String,
    /// The change: `vs321 downlink ff 03, report_interval: range from 61`.
    pub what: String,
    build: Box<dyn Fn() -> Device + Send + Sync>,
}

impl Mutant {
    /// A copy of a device in which nothing is changed.
    pub fn unchanged(device: &'static Device) -> Mutant {
        let build = Box::new(move || with_rows(device, true, device.uplink));
        Mutant { id: format!("{}/unchanged", device.model), what: String::new(), build }
    }

    /// Returns true if it is one of this model.
    pub fn is_of(&self, model: &str) -> bool {
        model_of(&self.id) == model
    }

    /// Returns true if the changed rows are a device by the rules that the compiler checks.
    pub fn compiles(&self) -> bool {
        let rows = Box::leak(Box::new((self.build)()));
        std::panic::catch_unwind(|| milesight_codec::Device::compile(rows)).is_ok()
    }
}

/// The mutant that the environment names, if it does.
pub fn chosen(mut own: impl Iterator<Item = &'static Device>) -> Option<&'static Device> {
    let id = std::env::var("MILESIGHT_MUTANT").ok()?;
    let device = own.find(|device| device.model == model_of(&id)).expect("a model");
    let mut all = mutants(device).into_iter().chain([Mutant::unchanged(device)]);
    let mutant = all.find(|one| one.id == id);
    Some(Box::leak(Box::new((mutant.expect("a mutant").build)())))
}

/// The model of that mutant.
pub fn model() -> Option<String> {
    std::env::var("MILESIGHT_MUTANT").ok().map(|id| model_of(&id).to_owned())
}

fn model_of(id: &str) -> &str {
    id.split('/').next().unwrap_or_default()
}

/// All mutants of a device, in an order that stays.
pub fn mutants(device: &'static Device) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (uplink, rows) in [(true, device.uplink), (false, device.downlink)] {
        let direction = if uplink { "uplink" } else { "downlink" };
        for (at, row) in rows.iter().enumerate() {
            let mut parts = row.parts.iter().flat_map(|part| part.parts).chain(row.parts);
            let kind = parts.find(|part| part.coding == Coding::Kind).map(|part| part.fixed);
            let header = [Some(row.channel), row.type_byte].into_iter().flatten();
            let header: Vec<_> = header.map(|byte| format!("{byte:02x}")).collect();
            let kind = kind.map(|kind| format!(" kind {kind}")).unwrap_or_default();
            let place = format!("{} {direction} {}{kind}", device.model, header.join(" "));
            let mut add = |what: String, change: Change<Vec<Row>>| {
                let id = format!("{}/{}", device.model, all.len());
                let what = format!("{place}{what}");
                let build = Box::new(move || {
                    let mut rows = rows.to_vec();
                    change(&mut rows);
                    with_rows(device, uplink, leak(rows))
                });
                all.push(Mutant { id, what, build });
            };
            add(": gone".into(), Box::new(move |rows| _ = rows.remove(at)));
            // The order of commands is that of sending, and matters where one undoes another; of
            // uplink rows only that of siblings counts, which the rules of rows have.
            if !uplink {
                let before = rows.get(..at).unwrap_or_default();
                let is_first = row.target == Target::Top
                    || before.iter().all(|other| other.target != row.target);
                if rows.get(at + 1).is_some_and(|next| is_first && must_follow(next, row)) {
                    add(": behind the next".into(), Box::new(move |rows| rows.swap(at, at + 1)));
                }
                for (what, change) in effect_changes(device, row, before) {
                    add(what, Box::new(move |rows: &mut Vec<Row>| change(&mut rows[at])));
                }
            }
            for (what, change) in row_changes(row, uplink) {
                add(what, Box::new(move |rows: &mut Vec<Row>| change(&mut rows[at])));
            }
        }
    }
    all
}

type Change<T> = Box<dyn Fn(&mut T) + Send + Sync>;
type Labels = Vec<(i32, &'static str)>;
type Changes<T> = Vec<(String, Change<T>)>;

/// A list for good.
pub fn leak<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

fn longer(text: &str) -> &'static str {
    Box::leak(format!("{text}x").into_boxed_str())
}

fn with_rows(device: &Device, uplink: bool, rows: &'static [Row]) -> Device {
    let (up, down) = if uplink { (rows, device.downlink) } else { (device.uplink, rows) };
    Device { uplink: up, downlink: down, ..*device }
}

/// Gives a row other parts; the length follows from them.
fn set_parts(row: &mut Row, parts: Vec<Part>) {
    let derived = table::row(row.channel, 0, row.source, leak(parts));
    row.parts = derived.parts;
    row.length = derived.length;
}

/// Returns true if a command makes another void that is sent after it.
fn must_follow(next: &Row, row: &Row) -> bool {
    let names = row.top_names();
    next.undoes.is_some_and(|undone| names.contains(&undone))
        || next.resets_settings && row.is_setting()
        || next.top_names().iter().any(|name| ["reset", "reboot"].contains(name))
}

/// The effect of a command on others, as far as this device has such others.
fn effect_changes(device: &Device, row: &Row, before: &[Row]) -> Changes<Row> {
    let mut all: Changes<Row> = Vec::new();
    let mut add = |what: &str, change: Change<Row>| all.push((format!(": {what}"), change));
    if row.undoes.is_some() {
        add("undoes no command", Box::new(|row| row.undoes = None));
    }
    let may_be_setting = Row { action: false, ..*row }.is_setting();
    if may_be_setting && device.downlink.iter().any(|row| row.resets_settings) {
        add("action or not", Box::new(|row| row.action ^= true));
    }
    if before.iter().any(Row::is_setting) {
        add("undoes settings or not", Box::new(|row| row.resets_settings ^= true));
    }
    all
}

/// Members that only the encoder reads stay as they are in uplink rows.
fn row_changes(row: &'static Row, uplink: bool) -> Changes<Row> {
    let mut all: Changes<Row> = Vec::new();
    let mut add = |what: &str, change: Change<Row>| all.push((format!(": {what}"), change));
    add("channel + 1", Box::new(|row| row.channel = row.channel.wrapping_add(1)));
    if row.type_byte.is_some() {
        add("type + 1", Box::new(|row| row.type_byte = row.type_byte.map(|b| b.wrapping_add(1))));
    }
    match row.target {
        Target::Object(name) => {
            add("another name", Box::new(move |row| row.target = Target::Object(longer(name))));
            add("fields at the top", Box::new(move |row| row.target = Target::Top));
        }
        Target::List(name) => {
            add("another name", Box::new(move |row| row.target = Target::List(longer(name))));
            add("an object", Box::new(move |row| row.target = Target::Object(name)));
        }
        Target::Top => {}
    }
    if !row.echo_channels.is_empty() {
        add("no further channels", Box::new(|row| row.echo_channels = &[]));
        for drop in 0..row.echo_channels.len() {
            let rest =
                row.echo_channels.iter().copied().enumerate().filter(move |(at, _)| *at != drop);
            let rest: Vec<_> = rest.map(|(_, channel)| channel).collect();
            add(
                "one further channel less",
                Box::new(move |row| row.echo_channels = leak(rest.clone())),
            );
        }
    }
    if row.shorthand.is_some() {
        add("no shorthand", Box::new(|row| row.shorthand = None));
    }
    if let Some(most) = row.counted {
        add("counts no entries", Box::new(|row| row.counted = None));
        add("an entry less", Box::new(move |row| row.counted = Some(most - 1)));
    }
    if let Some(result) = row.result {
        add("the common result byte", Box::new(|row| row.result = None));
        let name = longer(result.name);
        add(
            "another field for the result",
            Box::new(move |row| row.result = Some(table::OwnResult { name, ..result })),
        );
    }
    if !uplink {
        add("read only or not", Box::new(|row| row.decode_only ^= true));
    }
    add(
        "a byte longer",
        Box::new(|row| {
            set_parts(row, [row.parts, &[table::reserved(0)]].concat());
        }),
    );
    for (at, rule) in row.rules.iter().enumerate() {
        for (what, change) in rule_changes(rule) {
            let change = move |row: &mut Row| {
                let mut rules = row.rules.to_vec();
                change(&mut rules[at]);
                row.rules = leak(rules);
            };
            all.push((format!(", rule on {}: {what}", rule.field), Box::new(change)));
        }
        let gone = move |row: &mut Row| {
            let mut rules = row.rules.to_vec();
            rules.remove(at);
            row.rules = leak(rules);
        };
        all.push((format!(", rule on {}: gone", rule.field), Box::new(gone)));
    }
    for (what, change) in parts_changes(row.parts, uplink) {
        let change = move |row: &mut Row| {
            let mut parts = row.parts.to_vec();
            change(&mut parts);
            set_parts(row, parts);
        };
        all.push((what, Box::new(change)));
    }
    all
}

fn rule_changes(rule: &'static Rule) -> Changes<Rule> {
    let mut all: Changes<Rule> = Vec::new();
    let mut add = |what: String, change: Change<Rule>| all.push((what, change));
    add("warns or not".into(), Box::new(|rule| rule.warns ^= true));
    let others: &[Constraint] = match rule.constraint {
        Constraint::AtMost => &[Constraint::AtLeast, Constraint::Above],
        Constraint::AtLeast => &[Constraint::AtMost, Constraint::Above],
        Constraint::Above => &[Constraint::AtLeast, Constraint::AtMost],
        Constraint::NotZero => &[],
    };
    for other in others {
        add(format!("{other:?}"), Box::new(move |rule| rule.constraint = *other));
    }
    if let Some((name, values)) = rule.when {
        add("always".into(), Box::new(|rule| rule.when = None));
        for at in 0..values.len() {
            let mut fewer = values.to_vec();
            fewer.remove(at);
            add(
                format!("not for {}", values[at]),
                Box::new(move |rule| rule.when = Some((name, leak(fewer.clone())))),
            );
        }
        let last = values.iter().max().map_or(0, |value| value + 1);
        for value in (0..=last).filter(|value| !values.contains(value)) {
            let more = [values, &[value]].concat();
            add(
                format!("for {value}, too"),
                Box::new(move |rule| rule.when = Some((name, leak(more.clone())))),
            );
        }
    }
    all
}

fn parts_changes(parts: &'static [Part], uplink: bool) -> Changes<Vec<Part>> {
    let mut all: Changes<Vec<Part>> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let place = match part.name {
            "" => format!(", part {at}"),
            name => format!(", {name}"),
        };
        for (what, change) in parts_changes(part.parts, uplink) {
            let change = move |parts: &mut Vec<Part>| {
                let mut fields = part.parts.to_vec();
                change(&mut fields);
                parts[at].parts = leak(fields);
            };
            all.push((what, Box::new(change)));
        }
        for (what, change) in part_changes(part, uplink) {
            let change = move |parts: &mut Vec<Part>| change(&mut parts[at]);
            all.push((format!("{place}: {what}"), Box::new(change)));
        }
        if parts.get(at + 1).is_some_and(|next| !commute(part, next, uplink)) {
            all.push((
                format!("{place}: behind the next"),
                Box::new(move |parts| parts.swap(at, at + 1)),
            ));
        }
        if matches!(part.coding, Coding::Reserved | Coding::Kind | Coding::OtherKind) {
            all.push((format!("{place}: gone"), Box::new(move |parts| _ = parts.remove(at))));
        }
    }
    all
}

/// Returns true if the order of two parts makes no difference: one has no bits, or nobody reads them.
fn commute(one: &Part, other: &Part, uplink: bool) -> bool {
    let codings = [one.coding, other.coding];
    let is_reserved = codings == [Coding::Reserved; 2] && (uplink || one.fixed == other.fixed);
    is_reserved || one.width == 0 || other.width == 0
}

fn part_changes(part: &'static Part, uplink: bool) -> Changes<Part> {
    let mut all: Changes<Part> = Vec::new();
    let mut add = |what: String, change: Change<Part>| all.push((what, change));
    if !part.name.is_empty() {
        let name = part.name;
        add("another name".into(), Box::new(move |part| part.name = longer(name)));
    }
    if !part.unit.is_empty() {
        let unit = part.unit;
        add("another unit".into(), Box::new(move |part| part.unit = longer(unit)));
    }
    for (what, change) in coding_changes(part, uplink) {
        add(what, change);
    }
    if let Some((low, high)) = part.range {
        let step = 1.0 / f64::from(part.div);
        add("no range".into(), Box::new(|part| part.range = None));
        for (low, high) in
            [(low - step, high), (low + step, high), (low, high - step), (low, high + step)]
        {
            add(format!("{low} to {high}"), Box::new(move |part| part.range = Some((low, high))));
        }
    } else if let Coding::Number | Coding::Float = part.coding {
        let (low, high) = part.wire_bounds();
        for (low, high) in [(low + 1.0, high), (low, high - 1.0)] {
            add(format!("{low} to {high}"), Box::new(move |part| part.range = Some((low, high))));
        }
    }
    if let Some(default) = part.default.filter(|_| !uplink) {
        add("no default".into(), Box::new(|part| part.default = None));
        let other = if default > 0 { default - 1 } else { 1 };
        add(format!("default {other}"), Box::new(move |part| part.default = Some(other)));
    }
    if let Some(documented) = part.documented.filter(|_| !uplink) {
        add("all documented".into(), Box::new(|part| part.documented = None));
        let other = if documented > 0 { documented - 1 } else { 1 };
        add(format!("documented {other}"), Box::new(move |part| part.documented = Some(other)));
    }
    for at in 0..part.aliases.len() {
        let (name, value) = part.aliases[at];
        let mut change = |what: &str, edit: fn(&mut Vec<(&'static str, u32)>, usize)| {
            let edit = move |part: &mut Part| {
                let mut aliases = part.aliases.to_vec();
                edit(&mut aliases, at);
                part.aliases = leak(aliases);
            };
            add(format!("alias {name} {what}"), Box::new(edit));
        };
        change("gone", |aliases, at| _ = aliases.remove(at));
        change("spelt otherwise", |aliases, at| aliases[at].0 = longer(aliases[at].0));
        change("+ 1", |aliases, at| aliases[at].1 += 1);
        if value > 0 {
            change("- 1", |aliases, at| aliases[at].1 -= 1);
        }
    }
    if let (Coding::Number, false) = (part.coding, uplink) {
        add("takes yes and no, or not".into(), Box::new(|part| part.command_flag ^= true));
    }
    for at in 0..part.also_reads.len() {
        let (number, label) = part.also_reads[at];
        let mut labels = part.also_reads.to_vec();
        labels.remove(at);
        add(
            format!("no longer reads {number} as {label}"),
            Box::new(move |part| part.also_reads = leak(labels.clone())),
        );
    }
    if let Some(bit) = part.given_by {
        add("always given".into(), Box::new(|part| part.given_by = None));
        add("given by the next bit".into(), Box::new(move |part| part.given_by = Some(bit + 1)));
    }
    for at in 0..part.special_values.len() {
        let raw = part.special_values[at].raw;
        let mut change = |what: &str, edit: fn(&mut Vec<SpecialValue>, usize)| {
            let edit = move |part: &mut Part| {
                let mut special_values = part.special_values.to_vec();
                edit(&mut special_values, at);
                part.special_values = leak(special_values);
            };
            add(format!("special value {raw:x} {what}"), Box::new(edit));
        };
        change("gone", |special_values, at| _ = special_values.remove(at));
        change("+ 1", |special_values, at| special_values[at].raw += 1);
        change("- 1", |special_values, at| special_values[at].raw -= 1);
        change("of another name", |special_values, at| {
            special_values[at].name = longer(special_values[at].name)
        });
        change("of another label", |special_values, at| {
            special_values[at].label = longer(special_values[at].label)
        });
        change("instead or beside", |special_values, at| special_values[at].replaces_field ^= true);
        change("warns or not", |special_values, at| special_values[at].warns ^= true);
    }
    if let Some(measure) = part.normalized {
        add("not normalized".into(), Box::new(|part| part.normalized = None));
        let all = [Measure::AirTemperature, Measure::AirHumidity, Measure::Motion, Measure::Time];
        for other in all.into_iter().filter(|other| *other != measure) {
            add(format!("normalized as {other:?}"), Box::new(move |p| p.normalized = Some(other)));
        }
    }
    all
}

/// The same coding with one thing changed by one.
fn coding_changes(part: &'static Part, uplink: bool) -> Changes<Part> {
    let mut all: Changes<Part> = Vec::new();
    let mut add = |what: String, change: Change<Part>| all.push((what, change));
    let Part { coding, width, signed, labels, .. } = *part;
    let number = matches!(coding, Coding::Number);
    if number {
        for div in [part.div - 1, part.div + 1].into_iter().filter(|div| *div > 0) {
            add(format!("/ {div}"), Box::new(move |part| part.div = div));
        }
    }
    if number || coding == Coding::Choice {
        for plus in [part.plus - 1, part.plus + 1].into_iter().filter(|plus| number || *plus >= 0) {
            add(format!("plus {plus}"), Box::new(move |part| part.plus = plus));
        }
    }
    if matches!(coding, Coding::Number | Coding::Float) {
        for (coding, width, signed) in other_wires(part) {
            let set = move |part: &mut Part| {
                (part.coding, part.width, part.signed) = (coding, width, signed);
            };
            add(format!("{coding:?} {width} {signed}"), Box::new(set));
        }
    }
    let mut relabel = |what: String, edit: &dyn Fn(&mut Labels)| {
        let mut labels = labels.to_vec();
        edit(&mut labels);
        let labels = leak(labels);
        add(what, Box::new(move |part| part.labels = labels));
    };
    for (at, (number, label)) in labels.iter().enumerate() {
        relabel(format!("{label} gone"), &|all| _ = all.remove(at));
        relabel(format!("{label} + 1"), &|all| all[at].0 += 1);
        if *number > 0 || signed {
            relabel(format!("{label} - 1"), &|all| all[at].0 -= 1);
        }
        relabel(format!("{label} spelt otherwise"), &|all| all[at].1 = longer(label));
    }
    if coding == Coding::Choice {
        let next = labels.iter().map(|(number, _)| number + 1).max().unwrap_or_default();
        if i64::from(next) < 1 << (width - u32::from(signed)) {
            relabel("one label more".into(), &|all| all.push((next, "more")));
        }
        for width in [width - 1, width + 1].into_iter().filter(|new| width < 8 && *new > 0) {
            add(format!("{width} bits"), Box::new(move |part| part.width = width));
        }
    }
    if !part.label.is_empty() {
        add("another label".into(), Box::new(|part| part.label = longer(part.label)));
    }
    match coding {
        Coding::Presence | Coding::Reserved if !uplink => {
            let fixed = if part.fixed > 0 { part.fixed - 1 } else { 1 };
            add(format!("sends {fixed:02x}"), Box::new(move |part| part.fixed = fixed));
        }
        Coding::Text | Coding::Hex | Coding::HexReversed => {
            for width in [width - 8, width + 8] {
                add(format!("{} bytes", width / 8), Box::new(move |part| part.width = width));
            }
        }
        Coding::Kind => {
            for fixed in [Some(part.fixed + 1), part.fixed.checked_sub(1)].into_iter().flatten() {
                add(format!("kind {fixed}"), Box::new(move |part| part.fixed = fixed));
            }
        }
        _ => {}
    }
    let others: &[Coding] = match coding {
        Coding::Hex => &[Coding::HexReversed],
        Coding::HexReversed => &[Coding::Hex],
        Coding::VersionDecimals => &[Coding::VersionHex, Coding::VersionNibble],
        Coding::VersionHex => &[Coding::VersionDecimals, Coding::VersionNibble],
        Coding::VersionNibble => &[Coding::VersionDecimals, Coding::VersionHex],
        Coding::OtherKind => &[Coding::Kind],
        _ => &[],
    };
    for other in others {
        add(format!("{other:?}"), Box::new(move |part| part.coding = *other));
    }
    all
}

/// Wire types that nearly fit.
fn other_wires(part: &Part) -> Vec<(Coding, u32, bool)> {
    use Coding::{Float, Number};
    match (part.coding, part.width, part.signed) {
        (_, 0, _) => Vec::new(),
        (Float, 16, _) => vec![(Number, 16, false), (Float, 32, false)],
        (Float, ..) => vec![(Number, 32, false), (Float, 16, false)],
        (_, width, signed) if width % 8 == 0 => {
            let next = if width < 32 { width + 8 } else { 16 };
            vec![(Number, width, !signed), (Number, next, signed)]
        }
        (_, width, _) => vec![(Number, width - 1, false), (Number, width + 1, false)],
    }
}
