// Plain commands into numbers: src/plain.rs says how. Nothing is encoded here; names and labels
// become the numbers that they have in the rows, and whatever is not plain is left to the module.

/** A command's rows by name, from `[name, row, target, fields]`, as the model's module has them. */
export function commandsOf(rows) {
  return new Map(rows.map(([name, row, target, fields]) => [name, { name, row, target, fields }]));
}

// The rows of the command at hand, in the table's order. A getter may ask for another command
// meanwhile; the caller notices that, and drops the result.
const wanted = [];

/** Fills slots, and returns how many; 0 where the command is not plain. */
export function fill(commands, data, slots) {
  if (typeof data !== "object" || data === null) return 0;
  if (Object.getPrototypeOf(data) !== Object.prototype) return 0;
  let count = 0;
  for (const name in data) {
    const command = commands.get(name);
    if (command === undefined || count === 50) return 0;
    let at = count++;
    for (; at > 0 && wanted[at - 1].row > command.row; at--) wanted[at] = wanted[at - 1];
    wanted[at] = command;
  }
  let used = 0;
  for (let i = 0; i < count; i++) {
    const { name, row, target, fields } = wanted[i];
    const value = data[name];
    if (target === 0) {
      slots[used] = row;
      used = fillField(fields[0], value, slots, used + 1);
    } else if (target === 1) {
      slots[used] = row;
      used = fillMembers(fields, value, slots, used + 1);
    } else {
      if (!Array.isArray(value)) return 0;
      // Once: a getter of an entry may add entries.
      const { length } = value;
      if (length === 0 || length > 100) return 0;
      for (let n = 0; n < length; n++) {
        slots[used] = row;
        used = fillMembers(fields, value[n], slots, used + 1);
        if (used === 0) return 0;
      }
    }
    if (used === 0) return 0;
  }
  return used;
}

function fillMembers(fields, members, slots, used) {
  if (typeof members !== "object" || members === null) return 0;
  if (Object.getPrototypeOf(members) !== Object.prototype) return 0;
  let names = 0;
  for (const _name in members) names++;
  for (let i = 0; i < fields.length; i++) {
    const value = members[fields[i].name];
    if (value !== undefined) names--;
    used = fillField(fields[i], value, slots, used);
    if (used === 0) return 0;
  }
  // One that is left over is unknown, or undefined.
  return names === 0 ? used : 0;
}

function fillField(field, value, slots, used) {
  const { labels } = field;
  if (typeof value === "string") {
    if (labels !== undefined) {
      const number = labels.get(value);
      if (number === undefined) return 0;
      slots[used] = number;
      return used + 1;
    }
    if (field.digits === 0 || value.length !== field.digits) return 0;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return 0;
      slots[used + i] = code;
    }
    return used + value.length;
  }
  if (typeof value === "number" && labels === undefined && field.digits === 0) {
    // NaN is what stands for a field that is absent.
    if (Number.isNaN(value)) return 0;
    slots[used] = value;
    return used + 1;
  }
  if (value !== undefined || !field.optional) return 0;
  slots[used] = Number.NaN;
  return used + 1;
}

/** A field of a row, as `fill` wants it. */
export function field(name, labels, digits, optional) {
  return {
    name,
    labels: labels && new Map(labels.map((label, at) => [label, at])),
    digits,
    optional,
  };
}
