// A row is channel, type and parts in wire order, each a name, a code and bits:
//   voltage u16/10        a number, unsigned u or signed i, and its divisor
//   status c8 dim,bright  labels from 0 on, "+" for a space; e: disable,enable; o: off,on
//   reboot p8 yes         a reserved byte: the channel alone says it
//   sn h64                hex digits (H: low byte first); v, x, y: versions
//   - r8 ff, - k8 1       reserved; what tells rows of one channel and type apart
// then ~low~high, (unit), =default, :the documented value, @first:further,names,
// {all of this for # from 1 to 10}, +added on the wire, >value:field=label instead (! with a warning), &besides.
// "name." before the parts is the object they are in, "name[]" the list.
// Behind them, for the encoder: ! rules, ? advice, * what kind of command,
// ^ the member that, given at the top level, stands for the object.
function parse(line) {
  var row = { head: line.slice(0, 5), into: "", parts: [], rules: [], bits: 0 };
  //#if repeats
  line = expand(line);
  //#end
  line.slice(6).split("; ").forEach(function (text) {
    var words = text.split(" "), part = { name: words[0], bit: row.bits };
    if (/[!?*^]/.test(part.name)) row.rules.push(words);
    else if (words[1]) {
      words.forEach(function (word) {
        part[word.charAt(0)] = word.slice(1);
      });
      part.code = words[1].charAt(0);
      part.bits = parseInt(words[1].slice(1), 10);
      part.div = +words[1].split("/")[1] || 1;
      part.list = { e: "disable,enable", o: "off,on", p: "no,yes" }[part.code];
      part.value = words[2];
      if (part.code === "c") part.list = words[2].split("+").join(" ");
      row.bits += part.bits;
      row.parts.push(part);
    } else row.into = part.name;
  });
  return row;
}
//#if repeats

// "{region_# }" is "region_1 " to "region_10 ".
function expand(text) {
  return text.replace(/\{([^}]*)}/g, function (_, each) {
    for (var all = "", i = 1; i <= 10; i++) all += each.split("#").join(i);
    return all;
  });
}
//#end

// The little-endian number of some bits.
function number(bytes, bit, bits) {
  var value = 0, i = (bit + bits + 7) >> 3;
  while (i-- > bit >> 3) value = value * 256 + bytes[i];
  return Math.floor(value / (1 << (bit & 7))) % Math.pow(2, bits);
}

function hex(bytes, glue) {
  return bytes.map(function (byte) {
    return (byte + 256).toString(16).slice(1);
  }).join(glue || "");
}

function fromHex(digits) {
  return parseInt(digits || "0", 16);
}

// A member of what was given, as a copy: whatever its getters do, they do it here,
// once. A String stands for what JSON does not have.
function read(from, name, depth) {
  var value, kind, names, copy, i;
  try {
    value = from[name];
    kind = typeof value;
    if (kind === "function" || kind === "symbol" || kind === "bigint") return new String("a " + kind);
    if (!value || kind !== "object") return value;
    names = Array.isArray(value) || /8\w*Array]$/.test({}.toString.call(value)) ? null : Object.keys(value);
    copy = names ? Object.create(null) : [];
    for (i = 0; depth && i < (names ? names.length : Math.min(value.length, 4097)); i++) {
      kind = names ? names[i] : i;
      copy[kind] = read(value, kind, depth - 1);
    }
    return copy;
  } catch (e) {
    return new String("something that cannot be read");
  }
}

function member(input, name) {
  return input === null || input === undefined ? undefined : read(input, name, 4);
}

function isObject(value) {
  return !!value && typeof value === "object" && !Array.isArray(value) && !(value instanceof String);
}

// A text as JSON quotes it, in ASCII, cut at 40 characters.
function quote(text) {
  text = JSON.stringify(text.slice(0, 40)).replace(/[^ -~]/g, function (unit) {
    return "\\u" + (unit.charCodeAt(0) + 65536).toString(16).slice(1);
  });
  return text.length > 40 ? text.slice(0, 40) + "..." : text;
}

// What was given, as messages say it.
function describe(value) {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return value.length ? "a list" : "an empty list";
  return isObject(value) ? "an object" : String(value);
}

function refuse(notes, path, given, allowed) {
  notes.push(NOT_ALLOWED(path, describe(given), allowed));
}

//#if decoder
function decode(input, up) {
  var bytes = member(input, "bytes"), result = { data: {} }, notes = [], done = 0, step,
    size = Array.isArray(bytes) ? bytes.length : 0, i;
  if (!size || size > 4096) refuse(notes, "bytes", size ? new String("more than 4096 bytes") : bytes, BYTES());
  for (i = 0; i < size && !notes.length; i++) {
    if (bytes[i] !== (bytes[i] & 255)) refuse(notes, "bytes[" + i + "]", bytes[i], BYTE());
  }
  if (!notes.length) {
    do {
      step = channel(bytes, done, up, result.data, notes);
      done += step;
    } while (step && done < size);
  }
  // Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[done ? "warnings" : "errors"] = notes;
  return result;
}

// Decodes the channel at a place. Gives its length, or 0 where that is not known.
function channel(bytes, at, up, data, notes) {
  var head = hex(bytes.slice(at, at + 2), " "), whole = head.length > 2, table = up ? UPLINK : DOWNLINK,
    from = whole ? table.indexOf("|" + head) : -1, start = at + 2, result = 0, path = "", ranged = up, row, end;
  //#if uplink
  if (whole && up && from < 0) {
    // A repeated command: on its own channel, ff also on fe, f9 also on f8 with a result.
    table = DOWNLINK;
    ranged = false;
    //#if results
    result = bytes[at] === 0xf8 ? 1 : 0;
    //#end
    from = table.indexOf("|" + head.replace("fe ", "ff ").replace("f8 ", "f9 "));
  }
  //#end
  //#if typeless
  row = up ? -1 : table.indexOf("|" + head.slice(0, 2) + " --");
  if (row >= 0) {
    from = row;
    start = at + 1;
    head = head.slice(0, 2);
  }
  //#end
  if (from < 0) {
    notes.push(whole ? UNKNOWN_CHANNEL(at, head, hex(bytes.slice(start)) || "none") : TRUNCATED(at, head, 2, 1));
    return 0;
  }
  //#if siblings
  do {
  //#end
    row = parse(table.slice(from + 1, table.indexOf("|", from + 1)));
  //#if siblings
    row.fits = row.parts.every(function (part) {
      row.kind = number(bytes, start * 8 + part.bit, part.bits);
      return part.code !== "k" || part.value === "*" || fromHex(part.value) === row.kind;
    });
    from = table.indexOf("|" + row.head, from + 1);
  } while (!row.fits && from >= 0);
  //#end
  end = start + row.bits / 8 + result;
  if (end > bytes.length) {
    if (row.parts[0].code !== "p" || result) {
      notes.push(TRUNCATED(at, head, end - at, bytes.length - at));
      return 0;
    }
    end = start;
    notes.push(RESERVED_MISSING(at, head));
  }
  //#if siblings
  if (!row.fits) {
    notes.push(UNKNOWN_SUB_KIND(at, head, row.kind));
    return end - at;
  }
  //#end
  //#if results
  result = result && bytes[end - 1];
  if (result) {
    path = "device_response_result";
    row.fields = {};
    data[path] = { channel_type: bytes[at + 1], result: RESULTS[result] || "unknown", request: row.fields };
    if (data[path].result === "unknown") row.late = NO_LABEL(end - 1, path + ".result", hex([result]));
    data = row.fields;
    path += ".request.";
  }
  //#end
  //#if lists
  if (/]/.test(row.into)) {
    path = row.into.slice(0, -2);
    data[path] = data[path] || [];
    row.into = data[path];
    path += "[" + row.into.length + "].";
    row.into.push((data = {}));
  } else
  //#end
  if (row.into) {
    path = row.into;
    data = data[path.slice(0, -1)] = {};
  }
  row.parts.forEach(function (part) {
    field(part, bytes, start * 8 + part.bit, data, ranged, at, path, head, notes);
  });
  //#if results
  if (row.late) notes.push(row.late);
  //#end
  return end - at;
}

function field(part, bytes, bit, data, ranged, at, path, head, notes) {
  var from = bit >> 3, own = bytes.slice(from, from + part.bits / 8), raw = number(bytes, bit, part.bits), code = part.code,
    name = part.name, value, range, aside;
  delete data[name];
  //#if asides
  aside = (part[">"] || part["&"] || "").split(/[:=]/);
  delete data[aside[1]];
  if (aside[0].split(",").indexOf(raw.toString(16)) >= 0) {
    data[aside[1]] = aside[2].replace("!", "");
    if (/!/.test(aside[2])) notes.push(NO_READING(at, path + aside[1], hex(own, " ")));
    if (part[">"]) return;
  }
  //#end
  if (/[ui]/.test(code)) {
    value = (code === "i" && raw > 32767 ? raw - 65536 : raw) / part.div;
    range = (ranged && part["~"] || "").split("~");
    if (range[1] && (value < +range[0] || value > +range[1])) {
      notes.push(OUT_OF_RANGE(at, path + name, value, range[0], range[1]));
    }
  } else if (code === "p") value = part.value;
  else if (code === "h") value = hex(own);
  //#if reversed
  else if (code === "H") value = hex(own.reverse());
  //#end
  else if (code === "v") value = "v" + own.join(".");
  else if (code === "x") value = "v" + own[0].toString(16) + "." + own[1].toString(16);
  else if (code === "y") value = "v" + own[0].toString(16) + "." + (own[1] >> 4);
  else if (part.list) {
    value = part.list.split(",")[raw - fromHex(part["+"])] || "unknown";
    if (value === "unknown") notes.push(NO_LABEL(from, path + name, hex([bytes[from]])));
  }
  //#if siblings
  else if (part.value === "*") notes.push(UNKNOWN_SUB_KIND(at, head, raw));
  //#end
  if (value !== undefined) data[name] = value;
}
//#end
//#if encoder

function encode(input) {
  var data = member(input, "data"), port = member(input, "fPort"), rows = DOWNLINK.slice(1, -1).split("|"),
    out = { bytes: [], errors: [], warnings: [], seen: {}, known: [] }, result;
  if (isObject(data)) {
    rows.forEach(function (line, i) {
      command(line, rows.slice(i + 1), data, out);
    });
    //#if advice
    rows.forEach(function (line) {
      if (/; [?]/.test(line)) check(parse(line), out.seen, out);
    });
    //#end
    //#if undoes
    if (out.undoes && out.settings) out.warnings.push(UNDOES_SETTINGS(out.undoes));
    //#end
    strangers(data, "", out.known, out);
    if (!out.bytes.length && !out.errors.length) out.errors.push(NOTHING_TO_SEND());
  } else refuse(out.errors, "data", data, "an object");
  result = { bytes: out.errors.length ? [] : out.bytes, fPort: 85 };
  if (port >= 1 && port <= 223 && port % 1 === 0 && typeof port === "number") {
    result.fPort = port;
    if (port !== 85) out.warnings.push(OTHER_PORT(port));
  } else if (port !== undefined && port !== null && port !== 0) out.warnings.push(BAD_PORT(describe(port)));
  if (out.warnings.length) result.warnings = out.warnings;
  if (out.errors.length) result.errors = out.errors;
  return result;
}

// Adds a row's command, where it is given and right.
function command(line, others, data, out) {
  var name = /^.{6}(- [^;]*; )*(\w+)/.exec(line)[2], given = data[name], errors = out.errors.length, bytes = null, row, names, flat, i;
  if (out.known.indexOf(name) >= 0) return;
  out.known.push(name);
  //#if flat
  // "^ delay_time": { socket_status, delay_time } means a delay task, so nothing else.
  flat = /\^ (\w+) ?(\w*)/.exec(line) || [];
  if (flat[2] && data[flat[1]] !== undefined && data[flat[2]] === undefined) return;
  if (flat[1] && !flat[2]) out.known.push(flat[1]);
  flat = flat[2] || data[flat[1]] === undefined ? "" : flat[1];
  if (given === undefined && !flat) return;
  //#else
  if (given === undefined) return;
  //#end
  row = parse(line);
  names = namesOf(row);
  if (!row.into) bytes = fields(row, data, "", out.seen, out);
  //#if lists
  else if (/]/.test(row.into)) {
    if (Array.isArray(given) && given.length && given.length <= MAX_ENTRIES) {
      for (bytes = [], i = 0; i < given.length; i++) {
        bytes = bytes.concat(members(row, given[i], name + "[" + i + "]", names, out) || []);
      }
    } else refuse(out.errors, name, given, LIST(MAX_ENTRIES));
  }
  //#end
  else if (given !== undefined) {
    //#if variants
    others.forEach(function (other) {
      if (other.indexOf(" " + name + ".") !== 5) return;
      other = parse(other);
      namesOf(other).forEach(function (more) {
        if (names.indexOf(more) >= 0) return;
        names.push(more);
        if (isObject(given) && given[more] !== undefined) row = other;
      });
    });
    //#end
    bytes = members(row, given, name, names, out);
  }
  //#if flat
  if (flat) {
    names.splice(names.indexOf(flat), 1);
    if (given === undefined && data[names[0]] !== undefined) bytes = members(row, data, "", null, out);
    else refuse(out.errors, flat, data[flat], BESIDE(names.join(", "), name));
  }
  //#end
  if (!bytes || out.errors.length > errors) return;
  out.bytes = out.bytes.concat(bytes);
  //#if undoes
  if (/[*] undoes/.test(line)) out.undoes = name;
  else if (!/ p8|[*]/.test(line)) out.settings = true;
  //#end
}

function namesOf(row) {
  return row.parts.map(function (part) {
    return part.name;
  }).filter(function (name) {
    return name !== "-";
  });
}

// A row with an object's members; without names, with those of the whole command.
function members(row, given, path, names, out) {
  var seen = {}, bytes = null;
  if (isObject(given)) {
    path += names ? "." : "";
    bytes = fields(row, given, path, seen, out);
    //#if rules
    check(row, seen, out);
    //#end
    if (names) strangers(given, path, names, out);
  } else refuse(out.errors, path, given, OBJECT(names.join(", ")));
  return bytes;
}

// A row's bytes; null where a field is wrong or asks for nothing. Notes in seen what is right.
function fields(row, given, path, seen, out) {
  var bytes = row.head.replace(" --", "").split(" ").map(fromHex), sum = 0, bits = 0, whole = true;
  row.parts.forEach(function (part) {
    var value = given[part.name], raw = fromHex(part.value);
    if (part.name !== "-") {
      raw = value === undefined && part["="] ? +part["="] : take(part, value);
      if (raw === undefined) refuse(out.errors, path + part.name, value, allowed(part));
      else seen[part.name] = { part: part, path: path + part.name, given: describe(value), raw: raw };
      //#if documented
      if (typeof raw === "number" && part[":"] && +part[":"] !== raw) {
        out.warnings.push(UNDOCUMENTED(path + part.name, describe(value), show(part, part[":"])));
      }
      //#end
    }
    if (raw === undefined || raw === null) whole = false;
    else if (typeof raw === "object") bytes = bytes.concat(raw);
    else {
      sum += (raw < 0 ? raw + Math.pow(2, part.bits) : raw) * Math.pow(2, bits);
      for (bits += part.bits; bits && bits % 8 === 0; bits -= 8) {
        bytes.push(sum % 256);
        sum = Math.floor(sum / 256);
      }
    }
  });
  return whole ? bytes : null;
}

// What is sent for a value: a number, bytes, null for nothing; undefined where it is not allowed.
function take(part, given) {
  var range = bounds(part), kind = typeof given, list = (part.list || "").split(","), raw = given;
  //#if hex
  if (/h/i.test(part.code)) {
    if (kind !== "string" || given.length !== part.bits / 4 || /[^0-9a-f]/i.test(given)) return undefined;
    list = given.match(/../g).map(fromHex);
    return part.code === "H" ? list.reverse() : list;
  }
  //#end
  if (!part.list && kind === "number") {
    raw = Math.round(given * part.div);
    return given >= range[0] && given <= range[1] && Math.abs(given * part.div - raw) <= (part.div > 1 ? 1e-6 : 0) ? raw : undefined;
  }
  //#if yes
  if (!part.list && yes(part) && (kind === "boolean" || given === "no")) return given === true ? 0 : null;
  //#end
  if (kind === "boolean" && /[eop]/.test(part.code)) raw = +given;
  if (kind === "string" && given) raw = list.indexOf(given);
  if (part.list && typeof raw === "number" && list[raw]) {
    if (part.code === "p") return raw ? 255 : null;
    return raw + fromHex(part["+"]);
  }
  //#if aliases
  raw = undefined;
  (part["@"] || "").split("@").forEach(function (names) {
    var first = parseInt(names, 10), at = kind === "string" ? names.slice(2).split(",").indexOf(given) : -1;
    if (at >= 0 && given) raw = first + at;
  });
  return raw;
  //#end
}
//#if yes

function yes(part) {
  return part["@"] === "0:yes";
}
//#end

function bounds(part) {
  var size = Math.pow(2, part.bits), low = part.code === "i" ? -size / 2 : 0;
  return part["~"] ? part["~"].split("~").map(Number) : [low / part.div, (low + size - 1) / part.div];
}

// What is allowed, in words.
function allowed(part) {
  var range = bounds(part), names = (part["@"] || "").split(/[@,]|\d:/).filter(Boolean), high = range[1] + (part["("] ? " " + part["("].slice(0, -1) : "");
  if (part.list) return part.list.split(",").map(quote).join(", ");
  //#if hex
  if (/h/i.test(part.code)) return HEX_DIGITS(part.bits / 4);
  //#end
  //#if decimals
  if (part.div > 1) return NUMBER(range[0], high, 1 / part.div);
  //#end
  //#if yes
  if (yes(part)) return WHOLE_NUMBER(range[0], high) + YES_OR_NO();
  //#end
  //#if names
  if (names[0]) return WHOLE_NUMBER(range[0], high) + NAMES(quote(names[0]), quote(names[names.length - 1]));
  //#end
  return WHOLE_NUMBER(range[0], high);
}
//#if documented

// A wire value, as messages show it.
function show(part, raw) {
  return part.list ? quote(part.list.split(",")[raw]) : raw;
}
//#end
//#if rules

// The rules between fields, each where the fields that it names are right.
function check(row, seen, out) {
  row.rules.forEach(function (rule) {
    var a = seen[rule[1]], b = seen[rule[3]], when = seen[rule[4]], way = rule[2], must, kept;
    if (!a || !(b || way === "!=") || (rule[4] && !(when && rule[5].split(",").indexOf("" + when.raw) >= 0))) return;
    must = way === "!=" ? NOT_ZERO() : way === "<=" ? AT_MOST(rule[3], b.given) : way === ">=" ? AT_LEAST(rule[3], b.given) : ABOVE(rule[3], b.given);
    if (way === "!=" ? a.raw !== 0 : way === "<=" ? a.raw <= b.raw : way === ">=" ? a.raw >= b.raw : a.raw > b.raw) return;
    if (when) {
      kept = rule[5].split(",").map(function (raw) {
        return show(when.part, raw);
      });
      must += WHERE(rule[4], kept.join(" or "));
    }
    if (rule[0] === "!") out.errors.push(NOT_ALLOWED(a.path, a.given, must));
    else out.warnings.push(UNWISE(a.path, a.given, must));
  });
}
//#end

// Names that are not known, in the order of their code units.
function strangers(object, path, known, out) {
  Object.keys(object).sort().forEach(function (name) {
    var shown = path + (/^\w{1,40}$/.test(name) ? name : quote(name)), most = 0.5, best;
    if (object[name] === undefined || known.indexOf(name) >= 0) return;
    if (!path && READABLE.indexOf(name) >= 0) return out.errors.push(READ_ONLY(shown));
    // The known name with which it shares most pairs of letters, if half of them.
    known.forEach(function (other) {
      var pairs = 0, i;
      for (i = 1; i < name.length && i < 64; i++) pairs += other.indexOf(name.slice(i - 1, i + 1)) < 0 ? 0 : 2;
      pairs /= name.length + other.length - 2;
      if (pairs > most) {
        most = pairs;
        best = other;
      }
    });
    out.errors.push(best ? UNKNOWN_FIELD(shown, best) : UNLIKE_ANY_FIELD(shown));
  });
}
//#end
//#if uplink

function normalize(input) {
  var data = member(input, "data"), result = { data: [] };
  if (!isObject(data)) refuse((result.errors = []), "data", data, "an object");
  //#if measures
  else {
    [data].concat(Array.isArray(data.history) ? data.history.filter(isObject) : []).forEach(function (fields, i) {
      var measured = {}, air = {}, time = fields.timestamp, seen;
      if (!i && typeof fields.temperature === "number") air.temperature = fields.temperature;
      if (!i && typeof fields.humidity === "number") air.relativeHumidity = fields.humidity;
      MOTION.forEach(function (name) {
        var value = fields[name];
        if (/number|string/.test(typeof value)) seen = seen || value === "occupied" || (value > 0 && typeof value === "number");
      });
      if (Object.keys(air).length) (measured.air = air).location = "indoor";
      if (seen !== undefined) measured.action = { motion: { detected: seen } };
      if (!Object.keys(measured).length) return;
      if (typeof time === "number" && time >= 0 && time < 4294967296 && time % 1 === 0) {
        measured.time = new Date(time * 1000).toISOString().replace(".000", "");
      }
      result.data.push(measured);
    });
  }
  //#end
  return result;
}
//#end
