// A row: channel, type, and its parts in wire order, each with a code and its bits:
//   voltage u16/10        a number: u or i for its sign, and what divides it
//   state c8 dim,bright   labels from 0 on; e: disable,enable; o: off,on; + is a space
//   reboot p8 yes         a reserved byte: the channel's presence says it
//   sn h64                hex digits, H from the low byte on; v, x, y: versions
//   - r8 ff, - k8 1       reserved; what tells rows of one channel and type apart
// and ~low~high (unit) =default :documented @first:other,names +added_on_the_wire
// >value:field=label instead (! with a warning), &value:... besides. {Braces} repeat
// for # from 1 to 10. "name." before the parts is their object, "name[]" their list.
// At the end, for the encoder: ! and ? rules, * what kind of command, ^ the member
// that stands at the top level for its object.
function parse(line) {
  var row = { head: line.slice(0, 5), into: "", parts: [], rules: [], bits: 0, names: [] };
  //#if repeats
  line = expand(line);
  //#end
  line.slice(6).split("; ").forEach(function (text) {
    var words = text.split(" "), name = words[0], part = { name: name, bit: row.bits };
    if (/[!?*^]/.test(name)) row.rules.push(words);
    else if (!words[1]) row.into = name;
    else {
      words.slice(1).forEach(function (word) {
        part[word.charAt(0)] = word.slice(1);
      });
      part.code = words[1].charAt(0);
      part.bits = parseInt(words[1].slice(1), 10);
      part.div = +words[1].split("/")[1] || 1;
      part.value = words[2];
      part.list = { e: "disable,enable", o: "off,on", p: "no,yes", c: words[2] }[part.code];
      if (part.list) part.list = part.list.split("+").join(" ").split(",");
      row.bits += part.bits;
      row.parts.push(part);
      if (name !== "-") row.names.push(name);
    }
  });
  return row;
}
//#if repeats
function expand(text) {
  return text.replace(/\{([^}]*)}/g, function (_, each) {
    for (var all = "", i = 1; i <= 10; i++) all += each.split("#").join(i);
    return all;
  });
}
//#end
function fromHex(digits) {
  return parseInt(digits || "0", 16);
}
function hex(bytes, glue) {
  return bytes.map(function (byte) {
    return (byte + 256).toString(16).slice(1);
  }).join(glue || "");
}
// A member of what was given, as a copy: what getters do, they do here, once. A String
// stands for what is none of JSON's.
function read(from, name, depth) {
  var value = 0, kind = 0, names = 0, copy = 0, i = 0;
  try {
    if (!budget--) return undefined;
    value = from[name];
    kind = typeof value;
    if (/^(function|symbol|bigint)$/.test(kind)) return new String("a " + kind);
    if (!value || kind !== "object") return value;
    names = Array.isArray(value) || /8\w*Array]$/.test({}.toString.call(value)) ? 0 : Object.keys(value);
    copy = names ? Object.create(null) : [];
    for (i = 0; depth > 0 && i < (names ? names.length : Math.min(value.length, 4097)) && budget > 0; i++) {
      kind = names ? names[i] : i;
      copy[kind] = read(value, kind, depth - 1);
    }
    return copy;
  } catch (e) {
    return new String("something that cannot be read");
  }
}
var budget = 0;
function member(input, name) {
  var value = 0;
  budget = 2e4;
  value = input === null || input === undefined ? undefined : read(input, name, 4);
  return budget < 0 ? new String("something too large to be read") : value;
}
function isObject(value) {
  return {}.toString.call(value) === "[object Object]";
}
// A text as JSON quotes it, in ASCII, cut at 40 characters.
function quote(text) {
  text = JSON.stringify(text.slice(0, 40)).replace(/[^ -~]/g, function (unit) {
    return "\\u" + (unit.charCodeAt(0) + 65536).toString(16).slice(1);
  });
  return text.length > 40 ? text.slice(0, 40) + "..." : text;
}
function refuse(errors, path, given, allowed) {
  errors.push(NOT_ALLOWED(path, describe(given), allowed));
}
function describe(given) {
  if (Array.isArray(given)) return given.length ? "a list" : "an empty list";
  if (isObject(given)) return "an object";
  return given === undefined ? "nothing" : typeof given === "string" ? quote(given) : String(given);
}
function decode(input, up) {
  var bytes = member(input, "bytes"), data = {}, notes = [], at = 0, result = { data: data }, step = 0,
    size = Array.isArray(bytes) ? bytes.length : 0;
  if (!size || size > 4096) refuse(notes, "bytes", size ? new String("more than 4096 bytes") : bytes, BYTES());
  for (; at < size && !notes.length; at++) {
    if (typeof bytes[at] !== "number" || bytes[at] !== (bytes[at] & 255)) refuse(notes, "bytes[" + at + "]", bytes[at], BYTE());
  }
  for (at = 0; !(at ? !step : notes.length) && at < size; at += step) step = channel();
  // Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[at ? "warnings" : "errors"] = notes;
  return result;

  // The little-endian number of a part's bits.
  function number(part, start) {
    var bit = start * 8 + part.bit, i = (bit + part.bits + 7) >> 3, value = 0;
    while (i-- > bit >> 3) value = value * 256 + bytes[i];
    return Math.floor(value / (1 << (bit & 7))) % Math.pow(2, part.bits);
  }

  // Decodes a channel. Gives its length, 0 where it is not known.
  function channel() {
    var head = hex(bytes.slice(at, at + 2), " "), table = up ? UPLINK : DOWNLINK, start = at + 2, ranged = up,
      from = head[4] ? table.indexOf("|" + head) : -1, result = 0, path = "", into = data, row = 0, fits = true, kind = 0, end = 0, late = "";
    //#if uplink
    if (up && from < 0 && head[4]) {
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
      start--;
      head = head.slice(0, 2);
    }
    //#end
    if (from < 0) {
      notes.push(head[4] ? UNKNOWN_CHANNEL(at, head, hex(bytes.slice(start)) || "none") : TRUNCATED(at, head, "at least 2", 1));
      return 0;
    }
    //#if siblings
    do {
    //#end
      row = parse(table.slice(from + 1, table.indexOf("|", from + 1)));
    //#if siblings
      fits = row.parts.every(function (part) {
        if (part.code === "k") kind = number(part, start);
        return part.code !== "k" || part.value === "*" || fromHex(part.value) === kind;
      });
      from = table.indexOf("|" + row.head, from + 1);
    } while (!fits && from >= 0);
    //#end
    end = start + row.bits / 8 + result;
    if (end > size) {
      if (row.parts[0].code !== "p" || result) {
        notes.push(TRUNCATED(at, head, end - at, size - at));
        return 0;
      }
      end = start;
      notes.push(RESERVED_MISSING(at, head));
    }
    //#if siblings
    if (!fits) {
      notes.push(UNKNOWN_SUB_KIND(at, head, kind));
      return end - at;
    }
    //#end
    //#if results
    result = result && bytes[end - 1];
    if (result) {
      path = "device_response_result.";
      into = {};
      kind = RESULTS[result] || "unknown";
      if (kind === "unknown") late = NO_LABEL(end - 1, path + "result", hex([result]));
      data.device_response_result = { channel_type: bytes[at + 1], result: kind, request: into };
      path += "request.";
    }
    //#end
    //#if lists
    if (/]/.test(row.into)) {
      path = row.into.slice(0, -2);
      data[path] = data[path] || [];
      into = {};
      path += "[" + (data[path].push(into) - 1) + "].";
    } else
    //#end
    if (row.into) {
      path = row.into;
      into = data[path.slice(0, -1)] = {};
    }
    row.parts.forEach(field);
    //#if results
    if (late) notes.push(late);
    //#end
    return end - at;

    function field(part) {
      var first = start + (part.bit >> 3), own = bytes.slice(first, first + part.bits / 8), raw = number(part, start),
        code = part.code, name = part.name, value = undefined, range = 0, aside = 0;
      delete into[name];
      //#if asides
      aside = (part[">"] || part["&"] || "").split(/[:=]/);
      delete into[aside[1]];
      if (aside[0].split(",").indexOf(raw.toString(16)) >= 0) {
        into[aside[1]] = aside[2].replace("!", "");
        if (/!/.test(aside[2])) notes.push(NO_READING(at, path + aside[1], hex(own, " ")));
        if (part[">"]) return;
      }
      //#end
      if (code === "u" || code === "i") {
        value = (code === "i" && raw > 32767 ? raw - 65536 : raw) / part.div;
        range = (ranged && part["~"] || "").split("~");
        if (range[1] && (value < +range[0] || value > +range[1])) notes.push(OUT_OF_RANGE(at, path + name, value, range[0], range[1]));
      } else if (code === "h") value = hex(own);
      //#if reversed
      else if (code === "H") value = hex(own.reverse());
      //#end
      else if (code === "v") value = "v" + own.join(".");
      else if (code === "x") value = "v" + own[0].toString(16) + "." + own[1].toString(16);
      else if (code === "y") value = "v" + own[0].toString(16) + "." + (own[1] >> 4);
      else if (code === "p") value = part.value;
      else if (part.list) {
        value = part.list[raw - fromHex(part["+"])] || "unknown";
        if (value === "unknown") notes.push(NO_LABEL(first, path + name, hex([bytes[first]])));
      }
      //#if siblings
      else if (part.value === "*") notes.push(UNKNOWN_SUB_KIND(at, head, raw));
      //#end
      if (value !== undefined) into[name] = value;
    }
  }
}
//#if encoder
function encode(input) {
  var data = member(input, "data"), port = member(input, "fPort"), rows = DOWNLINK.slice(1, -1).split("|"),
    bytes = [], errors = [], warnings = [], known = [], all = {}, settings = false, result = null;
  if (isObject(data)) {
    rows.forEach(command);
    strangers(data, "", known);
    if (!bytes.length && !errors.length) errors.push(NOTHING_TO_SEND());
  } else refuse(errors, "data", data, "an object");
  result = { bytes: errors.length ? [] : bytes, fPort: 85 };
  // The Things Stack gives a wrapped number.
  if (isObject(port) && isFinite(input.fPort)) port = +input.fPort;
  if (typeof port === "number" && port >= 1 && port <= 223 && port % 1 === 0) {
    result.fPort = port;
    if (port !== 85) warnings.push(OTHER_PORT(port));
  } else if (port !== undefined && port !== null && port !== 0) warnings.push(BAD_PORT(describe(port)));
  if (warnings.length) result.warnings = warnings;
  if (errors.length) result.errors = errors;
  return result;

  // Adds a row's command, where it is given and right.
  function command(line, at) {
    var name = /^.{6}(- [^;]*; )*(\w+)/.exec(line)[2], given = data[name], before = errors.length, sent = null, row = 0, other = 0, names = 0, flat = "";
    if (known.indexOf(name) >= 0) return;
    known.push(name);
    //#if flat
    // "^ delay_time": { socket_status, delay_time } is a delay task, and no other command.
    flat = /\^ (\w+) ?(\w*)/.exec(line) || [];
    if (flat[2] && data[flat[1]] !== undefined && data[flat[2]] === undefined) return;
    if (flat[1] && !flat[2]) known.push(flat[1]);
    flat = flat[2] || data[flat[1]] === undefined ? "" : flat[1];
    //#end
    if (given === undefined && !flat) return;
    row = parse(line);
    names = row.names;
    if (!row.into) sent = members(row, data, "");
    //#if lists
    else if (/]/.test(row.into)) {
      sent = [];
      if (Array.isArray(given) && given.length && given.length <= MAX_ENTRIES) {
        given.forEach(function (entry, i) {
          sent = sent.concat(members(row, entry, name + "[" + i + "]", names) || []);
        });
      } else refuse(errors, name, given, LIST(MAX_ENTRIES));
    }
    //#end
    else if (given !== undefined) {
      //#if variants
      // Of two rows of a name the longer comes second.
      other = rows[at + 1] ? parse(rows[at + 1]) : row;
      if (other.into === row.into) {
        names = other.names;
        if (isObject(given) && given[names[names.length - 1]] !== undefined) row = other;
      }
      //#end
      sent = members(row, given, name, names);
    }
    //#if flat
    if (flat) {
      names.splice(names.indexOf(flat), 1);
      if (given === undefined && data[names[0]] !== undefined) sent = members(row, data, "");
      else refuse(errors, flat, data[flat], BESIDE(names.join(", "), name));
    }
    //#end
    if (!sent || errors.length > before) return;
    bytes = bytes.concat(sent);
    //#if undoes
    if (settings && /[*] undoes/.test(line)) warnings.push(UNDOES_SETTINGS(name));
    settings = settings || !/ p8|[*]/.test(line);
    //#end
  }

  // A row with an object's members; without names, with those of the whole command.
  function members(row, given, path, names) {
    var seen = names ? {} : all, sent = null;
    if (isObject(given)) {
      path += names ? "." : "";
      sent = fields(row, given, path, seen);
      //#if rules
      check(row, seen);
      //#end
      if (names) strangers(given, path, names);
    } else refuse(errors, path, given, OBJECT(names.join(", ")));
    return sent;
  }

  // A row's bytes, if its fields are right and ask for something. Notes in seen what is right.
  function fields(row, given, path, seen) {
    var sent = row.head.replace(" --", "").split(" ").map(fromHex), sum = 0, bits = 0;
    row.parts.forEach(function (part) {
      var value = given[part.name], raw = fromHex(part.value), where = path + part.name;
      if (part.name !== "-") {
        raw = value === undefined && part["="] ? +part["="] : take(part, value);
        if (raw === undefined) refuse(errors, where, value, allowed(part));
        else seen[part.name] = { part: part, path: where, given: describe(value), raw: raw };
        //#if documented
        if (typeof raw === "number" && part[":"] && +part[":"] !== raw) {
          warnings.push(UNDOCUMENTED(where, describe(value), show(part, part[":"])));
        }
        //#end
      }
      if (raw === undefined || raw === null) sent = null;
      if (!sent) return;
      if (typeof raw === "object") sent = sent.concat(raw);
      else {
        sum += (raw < 0 ? raw + Math.pow(2, part.bits) : raw) * Math.pow(2, bits);
        for (bits += part.bits; bits && bits % 8 === 0; bits -= 8) {
          sent.push(sum % 256);
          sum = Math.floor(sum / 256);
        }
      }
    });
    return sent;
  }
  //#if rules

  // The rules between fields, each where the fields that it names are right.
  function check(row, seen) {
    row.rules.forEach(function (rule) {
      var a = seen[rule[1]], way = rule[2], name = rule[3], b = seen[name] || { raw: +name }, when = seen[rule[4]], must = "";
      if (!a || b.raw !== b.raw || (rule[4] && !(when && rule[5].split(",").indexOf("" + when.raw) >= 0))) return;
      if (way === "<=") must = a.raw > b.raw && AT_MOST(name, b.given);
      else if (way === ">=") must = a.raw < b.raw && AT_LEAST(name, b.given);
      else if (way === ">") must = a.raw <= b.raw && ABOVE(name, b.given);
      else if (way === "!=") must = a.raw === b.raw && NOT_ZERO();
      if (!must) return;
      if (when) must += WHERE(rule[4], rule[5].split(",").map(show.bind(null, when.part)).join(" or "));
      if (rule[0] === "!") errors.push(NOT_ALLOWED(a.path, a.given, must));
      else warnings.push(UNWISE(a.path, a.given, must));
    });
  }
  //#end

  // Names that are not known, in the order of their code units.
  function strangers(object, path, known) {
    Object.keys(object).sort().forEach(function (name) {
      var shown = path + (/^\w{1,40}$/.test(name) ? name : quote(name)), most = 0.5, best = "";
      if (object[name] === undefined || known.indexOf(name) >= 0) return;
      if (!path && READABLE.indexOf(name) >= 0) return errors.push(READ_ONLY(shown));
      // Does a known name share half of its pairs of letters?
      known.forEach(function (other) {
        for (var pairs = 0, i = 1; i < name.length && i < 64; i++) pairs += other.indexOf(name.slice(i - 1, i + 1)) < 0 ? 0 : 2;
        pairs /= name.length + other.length - 2;
        if (pairs > most) {
          most = pairs;
          best = other;
        }
      });
      errors.push(best ? UNKNOWN_FIELD(shown, best) : UNLIKE_ANY_FIELD(shown));
    });
  }
}
// What is sent for a value: a number, bytes, null for nothing; undefined where it is not allowed.
function take(part, given) {
  var range = bounds(part), kind = typeof given, list = part.list, raw = given, i = 0;
  //#if hex
  if (/h/i.test(part.code)) {
    if (kind !== "string" || given.length !== part.bits / 4 || /[^0-9a-f]/i.test(given)) return undefined;
    list = given.match(/../g).map(fromHex);
    return part.code === "H" ? list.reverse() : list;
  }
  //#end
  if (list) {
    if (kind === "boolean" && /[eop]/.test(part.code)) raw = +given;
    if (kind === "string") raw = list.indexOf(given);
    if (typeof raw === "number" && list[raw]) return part.code !== "p" ? raw + fromHex(part["+"]) : raw ? 255 : null;
  } else if (kind === "number") {
    raw = Math.round(given * part.div);
    return given >= range[0] && given <= range[1] && Math.abs(given * part.div - raw) <= (part.div > 1 ? 1e-6 : 0) ? raw : undefined;
  }
  //#if yes
  if (yes(part) && (kind === "boolean" || given === "no")) return given === true ? 0 : null;
  //#end
  //#if aliases
  raw = undefined;
  (part["@"] || "").split("@").forEach(function (names) {
    i = given && kind === "string" ? names.slice(2).split(",").indexOf(given) : -1;
    if (i >= 0) raw = i + parseInt(names, 10);
  });
  return raw;
  //#end
}
function bounds(part) {
  var size = Math.pow(2, part.bits), low = part.code === "i" ? -size / 2 : 0;
  return part["~"] ? part["~"].split("~").map(Number) : [low / part.div, (low + size - 1) / part.div];
}
//#if yes
function yes(part) {
  return part["@"] === "0:yes";
}
//#end
// What is allowed, in words.
function allowed(part) {
  var low = bounds(part)[0], high = bounds(part)[1] + (part["("] ? " " + part["("].slice(0, -1) : ""), names = [];
  if (part.list) return part.list.map(quote).join(", ");
  //#if hex
  if (/h/i.test(part.code)) return HEX_DIGITS(part.bits / 4);
  //#end
  //#if decimals
  if (part.div > 1) return NUMBER(low, high, 1 / part.div);
  //#end
  //#if yes
  if (yes(part)) return WHOLE_NUMBER(low, high) + YES_OR_NO();
  //#end
  //#if names
  names = (part["@"] || "").split(/[@,]|\d:/).filter(Boolean);
  if (names[0]) return WHOLE_NUMBER(low, high) + NAMES(quote(names[0]), quote(names.pop()));
  //#end
  return WHOLE_NUMBER(low, high);
}
//#if documented
function show(part, raw) {
  return part.list ? quote(part.list[raw]) : raw;
}
//#end
//#end
//#if uplink
//#if measures
function isNumber(value) {
  return typeof value === "number" && isFinite(value);
}
//#end
function normalize(input) {
  var data = member(input, "data"), result = { data: [] };
  if (!isObject(data)) refuse((result.errors = []), "data", data, "an object");
  //#if measures
  else {
    [data].concat(Array.isArray(data.history) ? data.history.filter(isObject) : []).forEach(function (fields, i) {
      var measured = {}, air = {}, time = fields.timestamp, seen = null;
      if (!i && isNumber(fields.temperature)) air.temperature = fields.temperature;
      if (!i && fields.humidity >= 0 && fields.humidity <= 100 && isNumber(fields.humidity)) air.relativeHumidity = fields.humidity;
      MOTION.forEach(function (name) {
        var value = fields[name];
        if (isNumber(value) || typeof value === "string") seen = seen || value === "occupied" || (isNumber(value) && value > 0);
      });
      if (Object.keys(air).length) (measured.air = air).location = "indoor";
      if (seen !== null) measured.action = { motion: { detected: seen } };
      if (!Object.keys(measured).length) return;
      if (time >>> 0 === time) measured.time = new Date(time * 1000).toISOString().replace(".000", "");
      result.data.push(measured);
    });
  }
  //#end
  return result;
}
//#end
