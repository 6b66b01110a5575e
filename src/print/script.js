// A row is "|heads: bytes: field: parts: rules". Heads: channel and type, < in uplinks, > in
// downlinks (fe, f8 and f9 repeat a command); "other" is for what fits none of the rows above.
// Bytes: those of data. Field: a name, an object. or a list.[]. Parts, the low byte and the lowest
// bit first: name (. is the field's, - none), code, bits, and then by code
//   a     labels of what is there or not: read as the last; sent as ff, and for the first not at all
//   b, c  labels from 0 on, + for a space; b also takes true and false
//   h, l  hex digits, and those from the last byte on
//   i, u  a number with a sign and without: divisor, lowest, highest, unit
//#if siblings
//   k     the kind, which tells rows of the same heads apart
//#end
//#if masks
//   m     two labels for each bit, which # counts
//#end
//   r     reserved: what is sent, 0 unless told
//#if uplink
//   v     a version: the base of its first number; the shift and the base of its second
//#end
//#if asides
// !values,field,label says more, or all with "instead"; "warn" warns of it.
//#end
//#if encoder
// =value if none is given; ^value is all that the guide documents; @other,spellings; +number added
// on the wire. Rules: "a <= b c x,y" where c is x or y, with ? to warn only; "if", "unless" and "flat"
// say when a row stands for its field; "action" is no setting, and "undoes" takes settings back.
//#end

//#if encoder
// What stands behind a sign in a part's text.
function marked(text, sign) {
  return (text.split(" " + sign)[1] || "").split(" ")[0];
}
//#end
function rowAt(from) {
  return ROWS.slice(from, ROWS.indexOf("|", from)).split(": ");
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
// What was given, for a message.
function show(given) {
  var kind = typeof given;
  if (kind === "string") return given.length > 40 ? "a text of more than 40 characters" : JSON.stringify(given);
  if (Array.isArray(given)) return "a list of " + given.length;
  if (isObject(given)) return "an object";
  if (given === undefined) return "nothing";
  return kind === "number" || kind === "boolean" || given === null ? "" + given : "a " + kind;
}
function refused(path, given, allowed) {
  return say(NOT_ALLOWED, path, show(given), allowed);
}
function decode(up, input) {
  var bytes = (input || 0).bytes, size = Object(bytes) === bytes && bytes.length, hex = "", start = 0, end = 0, at = 0, data = {}, notes = [], result = { data: data },
    head = "", find = "", from = 0, row = [], key = "", group = "", entries = 0, to = 0, path = "", mark = 0, status = false, label = "", top = data;
  if (!(size >>> 0 === size && size > 0 && size <= 4096)) size = !notes.push(refused("bytes", bytes, say(BYTES)));
  for (; at < size; at++) {
    key = bytes[at];
    if (typeof key === "number" && key === (key & 255)) hex += (key + 256).toString(16).slice(1) + " ";
    else size = !notes.push(refused("bytes[" + at + "]", key, say(BYTE)));
  }
  for (; start < size; start = end) {
    head = hex.substr(3 * start, 5);
    find = head + (up ? "<" : ">");
    from = ROWS.indexOf(find);
    end = start + 2;
    //#if typeless
    if (!up && from < 0) {
      find = head.slice(0, 2) + " -->";
      from = ROWS.indexOf(find);
      if (from >= 0) head = head.slice(0, 2);
      if (from >= 0) end--;
    }
    //#end
    at = 8 * end;
    row = rowAt(from);
    if (from >= 0) end += +row[1];
    //#if results
    // A command repeated on f8 has one more byte: whether the device has carried it out.
    status = from >= 0 && head.indexOf("f8") === 0;
    if (status) end++;
    label = "";
    top = data;
    //#end
    if (end > size) {
      if (status || from < 0 || end > size + 1 || row[3].indexOf(" a ") < 0) {
        notes.push(say(TRUNCATED, start, head.trim(), (end - start), (size - start)));
        break;
      }
      notes.push(say(RESERVED_MISSING, start, head));
    }
    if (from < 0) {
      notes.push(say(UNKNOWN_CHANNEL, start, head, (hex.slice(3 * end).replace(/ /g, "") || "none")));
      break;
    }
    //#if results
    status = status && hex.substr(3 * end - 3, 2);
    if (status > "00") {
      label = RESULTS[status] || "unknown";
      top = {};
      data.device_response_result = { channel_type: parseInt(head.slice(3), 16), result: label, request: top };
    }
    //#end
    mark = notes.length;
    // Of the rows of a channel, the first whose kind fits; the last one always does.
    do {
      row = rowAt(from);
      key = row[2];
      group = key.split(".")[0];
      to = key === group ? top : {};
      path = key === group ? "" : key;
      //#if lists
      entries = key.indexOf("[") > 0 && (top[group] = top[group] || []);
      path = path.replace(".[]", "[" + entries.length + "].");
      //#end
      //#if results
      if (label) path = "device_response_result.request." + path;
      //#end
      notes.length = mark;
    } while (!decodeFields(at) && (from = ROWS.indexOf(find, from + 1)));
    //#if lists
    if (entries) entries.push(to);
    else
    //#end
    if (to !== top) top[group] = to;
    //#if results
    if (label === "unknown") notes.push(say(NO_LABEL, (end - 1), "device_response_result.result", status));
    //#end
  }
  // Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[start ? "warnings" : "errors"] = notes;
  return result;

  // Tells whether the row is of the channel's kind.
  function decodeFields(at) {
    return row[3].split("; ").every(function (text) {
      var part = text.split(" "), name = part[0] === "." ? key : part[0], code = part[1], first = at >> 3, own = hex.substr(3 * first, 3 * Math.ceil(part[2] / 8)),
        word = own.split(" ").reverse().join(""), raw = (parseInt(word, 16) >>> at % 8) % Math.pow(2, part[2]), value = 0;
      at += +part[2];
      //#if siblings
      if (code === "k") {
        if (part[3]) return raw === +part[3];
        notes.push(say(UNKNOWN_SUB_KIND, start, head, raw));
      }
      //#end
      if (name === "-") return true;
      //#if masks
      if (code === "m") {
        for (; value < part[2]; value++) to[name.replace("#", value + 1)] = part[3].split(",")[(raw >> value) & 1];
        return true;
      }
      //#end
      //#if asides
      value = text.split(" !")[1];
      if (value) {
        value = value.split(",");
        delete to[value[1]];
        if (value[0].split("/").indexOf("" + raw) >= 0) {
          // It stands behind what it says more of.
          if (!value[3]) to[name] = 0;
          to[value[1]] = value[2];
          //#if instead
          if (value[4]) notes.push(say(NO_READING, start, (path + value[1]), own.trim()));
          if (value[3]) return delete to[name];
          //#end
        }
      }
      //#end
      if (code < "d") {
        value = part[3].split(",")[code === "a" ? 1 : raw] || "unknown";
        if (value === "unknown") notes.push(say(NO_LABEL, first, (path + name), own.slice(0, 2)));
        //#if spaces
        value = value.replace("+", " ");
        //#end
      } else if (code === "h") value = own.split(" ").join("");
      //#if reversed
      else if (code === "l") value = word;
      //#end
      //#if uplink
      else if (code === "v") value = "v" + (raw & 255).toString(part[3]) + (part[4] ? "." + (raw >> part[4]).toString(part[5]) : "");
      //#end
      else {
        value = (code === "i" ? (raw << 16) >> 16 : raw) / (part[3] || 1);
        //#if uplink
        if (row[0].slice(-1) === "<" && (value < part[4] || value > part[5])) notes.push(say(OUT_OF_RANGE, start, (path + name), value, part[4], part[5]));
        //#end
      }
      to[name] = value;
      return true;
    });
  }
}
//#if encoder
function encode(up, input) {
  var data = (input || 0).data, port = (input || 0).fPort, bytes = [], errors = [], warnings = [], known = [], all = {}, settings = false, result = { bytes: [], fPort: 85 };
  if (isObject(data)) {
    ROWS.split("|").forEach(function (text) {
      var row = text.indexOf(">: ") > 0 && text.split(": ");
      if (row) command(row, row[2]);
    });
    strangers(data, "", known);
    if (!bytes.length && !errors.length) errors.push(say(NOTHING_TO_SEND));
  } else errors.push(refused("data", data, "an object"));
  // The Things Stack gives a wrapped number.
  if (port instanceof Number) port = +port;
  if (typeof port === "number" && port >= 1 && port <= 223 && port % 1 === 0) {
    result.fPort = port;
    if (port !== 85) warnings.push(say(OTHER_PORT, port));
  } else if (port !== undefined && port !== null && port !== 0) warnings.push(say(BAD_PORT, show(port)));
  if (!errors.length) result.bytes = bytes;
  if (warnings.length) result.warnings = warnings;
  if (errors.length) result.errors = errors;
  return result;

  // Adds a row's command, if it is given.
  function command(row, key) {
    var group = key.split(".")[0], given = data[group], before = bytes.length, wrong = errors.length;
    //#if flat
    // "flat a b": { a, b } stand for the object.
    var flat = (row[4] || "").split(" ");
    if (flat[0] === "flat" && data[flat[1]] !== undefined && given === undefined && data[flat[2]] !== undefined) {
      known.push(group, flat[1]);
      return fields(row, data, "", all);
    }
    // "unless a b": not where a is given and b is not.
    if (flat[0] === "unless" && data[flat[1]] !== undefined && data[flat[2]] === undefined) given = undefined;
    if (flat[0] !== "flat") flat = [];
    //#end
    //#if variants
    // "if a": where a is given.
    if ((row[4] || "").indexOf("if ") === 0 && (given || 0)[row[4].slice(3)] === undefined) return;
    //#end
    //#if objects
    if (known.indexOf(group) >= 0) return;
    //#end
    known.push(group);
    //#if flat
    if (flat[1]) known.push(flat[1]);
    //#end
    if (given !== undefined) {
      if (key === group) fields(row, data, "", all);
      //#if lists
      else if (key.indexOf("[") > 0) {
        if (Array.isArray(given) && given.length && given.length <= MAX_ENTRIES) {
          for (var i = 0; i < given.length; i++) fields(row, given[i], key.replace(".[]", "[" + i + "]."), {});
        } else errors.push(refused(group, given, say(LIST, MAX_ENTRIES)));
      }
      //#end
      //#if objects
      else fields(row, given, key, {});
      //#end
      //#if undoes
      if (settings && bytes.length > before && row.indexOf("undoes") > 0) warnings.push(say(UNDOES_SETTINGS, group));
      if (errors.length === wrong && row.indexOf("action") < 0) settings = true;
      //#end
    }
    //#if flat
    if (data[flat[1]] !== undefined) errors.push(refused(flat[1], data[flat[1]], say(BESIDE, flat[2], group)));
    //#end
  }

  // Adds a row's bytes, if its fields are right and ask for something.
  function fields(row, from, path, seen) {
    var binary = "", names = [], right = isObject(from), wanted = right, wrong = errors.length, given = 0, i = 0;
    row[3].split("; ").forEach(function (text) {
      var part = text.split(" "), name = part[0] === "." ? row[2] : part[0], code = part[1], raw = +part[3], standard = marked(text, "=");
      if (name !== "-") {
        names.push(name);
        given = right ? from[name] : undefined;
        raw = given === undefined && standard ? +standard : take(text, part, code, given);
        if (raw === undefined) errors.push(refused(path + name, given, allowed(text, part, code)));
        else {
          seen[name] = code < "d" ? part[3].split(",")[raw] : raw;
          //#if documented
          standard = marked(text, "^");
          if (raw !== null && standard && standard !== "" + seen[name]) warnings.push(say(UNDOCUMENTED, (path + name), show(given), standard));
          //#end
        }
      }
      if (raw === null) wanted = false;
      [].concat(raw).forEach(function (raw, i, raws) {
        binary = ((raw >>> 0) + 4294967296).toString(2).slice(33 - part[2] / raws.length) + binary;
      });
    });
    if (!right) {
      errors.length = wrong;
      return errors.push(refused(path.slice(0, -1), from, say(OBJECT, names.join(", "))));
    }
    //#if rules
    row.slice(4).forEach(function (text) {
      rule(text.split(" "), from, path, seen);
    });
    //#end
    if (path) strangers(from, path, names);
    if (!wanted || errors.length > wrong) return;
    bytes.push(parseInt(row[0].slice(-6), 16));
    //#if typeless
    if (row[0].slice(-2) !== "->")
    //#end
    bytes.push(parseInt(row[0].slice(-3), 16));
    for (i = binary.length; i; i -= 8) bytes.push(parseInt(binary.slice(i - 8, i), 2));
  }
  //#if rules

  // "a <= b when is,one,of,these": speaks where the fields that it names are right.
  function rule(words, from, path, seen) {
    var a = seen[words[0]], sign = words[1], b = +words[2] || seen[words[2]], must = sign + " " + (+words[2] ? b : show(from[words[2]]) + " (" + words[2] + ")"), when = words[4];
    if (when && when.split(",").indexOf(seen[words[3]]) < 0) return;
    if (!(sign === "<=" ? a > b : sign === ">=" ? a < b : a <= b)) return;
    if (when) must += say(WHERE, words[3], when.split(",").join(" or "));
    if (words[3] === "?") warnings.push(say(UNWISE, (path + words[0]), show(from[words[0]]), must));
    else errors.push(refused(path + words[0], from[words[0]], must));
  }
  //#end

  // Names that are not known, in the order of their code units.
  function strangers(object, path, known) {
    Object.keys(object).sort().forEach(function (name) {
      var shown = path + JSON.stringify(name.slice(0, 256)).slice(1, -1), most = 0.5, best = "";
      if (object[name] === undefined || known.indexOf(name) >= 0) return;
      // Does a known name share half of its pairs of letters?
      known.forEach(function (other) {
        for (var pairs = 0, i = 1; i < name.length && i < 64; i++) if (other.indexOf(name.slice(i - 1, i + 1)) >= 0) pairs += 2;
        pairs /= name.length + other.length - 2;
        if (pairs > most) {
          most = pairs;
          best = other;
        }
      });
      //#if regions
      name = name.replace(/#/g, " ").replace(/_([1-9]|10)(?!\d)/, "_#");
      //#end
      errors.push(!path && READABLE.split(" ").indexOf(name) >= 0 ? say(READ_ONLY, shown) : best ? say(UNKNOWN_FIELD, shown, best) : say(UNLIKE_ANY_FIELD, shown));
    });
  }
}
// What is sent for a value: a number, bytes, null for nothing; undefined where it is not allowed.
function take(text, part, code, given) {
  var list = (part[3] || "").split(","), raw = undefined, scaled = 0;
  //#if hex
  if (code === "h" || code === "l") {
    if (typeof given !== "string" || given.length !== part[2] / 4 || /[^\da-fA-F]/.test(given)) return undefined;
    for (raw = []; raw.length < part[2] / 8; ) raw.push(parseInt(given.substr(2 * raw.length, 2), 16));
    return code === "l" ? raw.reverse() : raw;
  }
  //#end
  if (code < "d") {
    if (code < "c" && typeof given === "boolean") given = +given;
    //#if plus
    list = list.slice(marked(text, "+"));
    //#end
    raw = typeof given === "number" ? (list[given] ? given : -1) : list.indexOf(given || null);
    //#if others
    if (raw < 0 && given) raw = marked(text, "@").split(",").indexOf(given);
    //#end
    //#if plus
    if (raw >= 0) raw += +marked(text, "+");
    //#end
    return raw < 0 ? undefined : code === "a" ? (raw ? 255 : null) : raw;
  }
  //#if yes
  if (marked(text, "@") === "yes") {
    if (given === false || given === "no") return null;
    if (given === true || given === "yes") given = 0;
  }
  //#end
  //#if names
  if (typeof given === "string" && given) {
    marked(text, "@").split("@").forEach(function (names) {
      // "region_#": the names of 1, then those of 2, and so on.
      var n = names.indexOf("#") < 0 ? 1 : parseInt(given.replace(/^\D*/, ""), 10), i = names.split("#").join(n).split(",").indexOf(given);
      if (i > 0) raw = i + (n - 1) * 2;
    });
    given = raw;
  }
  //#end
  if (typeof given !== "number") return undefined;
  scaled = given * part[3];
  raw = Math.round(scaled);
  return given >= part[4] && given <= part[5] && Math.abs(scaled - raw) <= (part[3] > 1 ? 1e-6 : 0) ? raw : undefined;
}
// What is allowed, in words.
function allowed(text, part, code) {
  var names = marked(text, "@").split(","), high = part.slice(5, 7).join(" ").trim();
  if (code < "d") return '"' + part[3].replace(/^,+/, "").split(",").join('", "') + '"';
  //#if hex
  if (code === "h" || code === "l") return say(HEX_DIGITS, part[2] / 4);
  //#end
  //#if decimals
  if (part[3] > 1) return say(NUMBER, part[4], high, 1 / part[3]);
  //#end
  high = say(WHOLE_NUMBER, part[4], high);
  //#if yes
  if (names[0] === "yes") high += say(YES_OR_NO);
  //#end
  //#if names
  if (names[1]) high += say(NAMES, names[1], names.pop().replace("#", 10));
  //#end
  return high;
}
//#end
// Runs a function; a getter that throws is a problem like others.
function guard(run, up, input) {
  try {
    return run(up, input);
  } catch (e) {
    input = "something that cannot be read";
    return run(up, { bytes: input, data: input });
  }
}
//#if uplink
function normalize(up, input) {
  var data = (input || 0).data, all = [];
  if (!isObject(data)) return { data: all, errors: [refused("data", data, "an object")] };
  //#if measures
  [data]
  //#if records
    .concat(Array.isArray(data.$LIST) && data.$LIST.length <= 4096 ? data.$LIST : []).filter(isObject)
  //#end
    .forEach(function (fields, i) {
    var measured = {}, air = { location: "indoor" }, seen = null, n = 1;
    function within(value, low, high) {
      return typeof value === "number" && value - value === 0 && !(value < low || value > high);
    }
    //#if people
    function sense(name) {
      var value = fields[name];
      if (fields[name + "_enable"] === "disable") return;
      if (typeof value === "string") seen = seen || value === "occupied";
      if (within(value)) seen = seen || value > 0;
    }
    sense("$PEOPLE");
    //#end
    //#if regions
    for (; n <= 10; n++) sense("$REGION" + n);
    //#end
    //#if status
    if (!i && fields.$STATUS === "unavailable") seen = null;
    //#end
    //#if temperature
    if (!i && within(fields.$TEMPERATURE)) {
      air.temperature = fields.$TEMPERATURE;
      measured.air = air;
    }
    //#end
    //#if humidity
    if (!i && within(fields.$HUMIDITY, 0, 100)) {
      air.relativeHumidity = fields.$HUMIDITY;
      measured.air = air;
    }
    //#end
    if (seen !== null) measured.action = { motion: { detected: seen } };
    if (!measured.air && seen === null) return;
    //#if time
    if (fields.$TIME >>> 0 === fields.$TIME) measured.time = new Date(fields.$TIME * 1000).toISOString().replace(".000", "");
    //#end
    all.push(measured);
  });
  //#end
  return { data: all };
}
//#end
