// A row: channel, type, < for uplinks or > for downlinks, bytes of data, where the fields go
// (a field, an object., a list.[]) and its parts, in wire order: name, code and bits.
// Names: . is the row's own, - none. Codes: u, i numbers; c, b labels, b also true and false;
// p a byte that says nothing; h hex, H from its low byte on; v, x, y versions; r reserved;
// k what tells rows of a channel apart. Marks: /divisor, :labels from 0 on (+ is a space),
// ?range that a warning tells of, >values,field,label (instead of its own), =fixed or default,
// ~range to be sent, (unit), @other,spellings, ^what the guide documents, *times with # counted.
// Behind ! rules between fields; "action": no setting; "unless": another row stands for it.
// A message, each # filled with what is given.
function say(name) {
  for (var texts = TEXTS.split("|" + name + ": ")[1].split("|")[0].split("#"), i = 1; i < texts.length; i++) texts[0] += arguments[i] + texts[i];
  return texts[0];
}
// A row's parts: name, code and bits, then the marks by their signs.
function parse(row) {
  for (var parts = [], texts = row.split(" ! ")[0].split("; "), i = 0, n = 0, words = 0, part = 0; i < texts.length; i++) {
    words = texts[i].split(" ").slice(i ? 0 : 5);
    part = { name: words[0] === "." ? row.split(" ")[4] : words[0].replace("#", 1), code: words[1].charAt(0), bits: +words[1].slice(1) };
    for (n = 2; n < words.length; n++) part[words[n].charAt(0)] = words[n].slice(1);
    parts.push(part);
    //#if repeats
    for (n = 2; n <= part["*"]; n++) {
      parts.push((part = Object.create(part)));
      part.name = words[0].replace("#", n);
    }
    //#end
  }
  return parts;
}
function rowAt(from) {
  return ROWS.slice(from + 1, ROWS.indexOf("|", from + 1));
}
function hex(bytes, glue) {
  for (var text = "", i = 0; i < bytes.length; i++) text += (i ? glue : "") + (bytes[i] + 256).toString(16).slice(1);
  return text;
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
  return { undefined: "nothing", function: "a function", symbol: "a symbol", bigint: "a bigint" }[kind] || String(given);
}
function decode(input, up) {
  var bytes = (input || 0).bytes, size = Object(bytes) === bytes && bytes.length, start = 0, end = 0, at = 0, data = {}, notes = [], result = { data: data },
    head = "", find = "", from = 0, row = "", key = 0, to = 0, path = "", kind = 0, mark = 0, fits = false, status = 0, label = "", top = data;
  if (size > 0 && size <= 4096) bytes = [].slice.call(bytes);
  else size = !notes.push(say("NOT_ALLOWED", "bytes", show(bytes), say("BYTES")));
  for (; at < size; at++) if (typeof bytes[at] !== "number" || bytes[at] !== (bytes[at] & 255)) size = !notes.push(say("NOT_ALLOWED", "bytes[" + at + "]", show(bytes[at]), say("BYTE")));
  for (; start < size; start = end) {
    head = hex(bytes.slice(start, start + 2), " ");
    find = "|" + head + (up ? " < " : " > ");
    from = ROWS.indexOf(find);
    at = start + 2;
    //#if results
    status = 0;
    label = "";
    top = data;
    //#end
    //#if uplink
    if (up && from < 0) {
      // A repeated command: on its own channel, ff also on fe, f9 also on f8 with a result.
      find = ("|" + head + " > ").replace("|fe", "|ff").replace("|f8", "|f9");
      from = ROWS.indexOf(find);
      //#if results
      status = +(bytes[start] === 248);
      //#end
    }
    //#end
    //#if typeless
    if (!up && from < 0) {
      find = "|" + head.slice(0, 2) + " -- > ";
      from = ROWS.indexOf(find);
      if (from >= 0) {
        head = head.slice(0, 2);
        at--;
      }
    }
    //#end
    row = rowAt(from);
    end = at + (from < 0 ? 0 : +row.slice(8, 10) + status);
    if (end > size) {
      if (status || end > size + 1 || row.indexOf(" p8") < 0) {
        notes.push(say("TRUNCATED", start, head, end - start, size - start));
        break;
      }
      notes.push(say("RESERVED_MISSING", start, head));
    }
    if (from < 0) {
      notes.push(say("UNKNOWN_CHANNEL", start, head, hex(bytes.slice(at), "") || "none"));
      break;
    }
    //#if results
    if (status && bytes[end - 1]) {
      label = RESULTS.split(",")[bytes[end - 1]] || "unknown";
      top = {};
      data.device_response_result = { channel_type: bytes[start + 1], result: label, request: top };
    }
    //#end
    // Of the rows of a channel, the first whose kind fits.
    mark = notes.length;
    at *= 8;
    do {
      row = rowAt(from);
      key = row.split(" ")[4].split(".");
      to = key.length > 1 ? {} : top;
      path = key.length > 1 ? key[0] + "." : "";
      //#if lists
      if (key[1]) path = key[0] + "[" + (top[key[0]] || []).length + "].";
      //#end
      //#if results
      if (label) path = "device_response_result.request." + path;
      //#end
      fits = decodeFields(at);
      if (!fits) notes.length = mark;
      from = fits ? -1 : ROWS.indexOf(find, from + 1);
    } while (from >= 0);
    //#if siblings
    if (!fits) notes.push(say("UNKNOWN_SUB_KIND", start, head, kind));
    else
    //#end
    //#if lists
    if (key[1]) top[key[0]] = (top[key[0]] || []).concat(to);
    else
    //#end
    if (to !== top) top[key[0]] = to;
    //#if results
    if (label === "unknown") notes.push(say("NO_LABEL", end - 1, "device_response_result.result", hex([bytes[end - 1]], "")));
    //#end
  }
  // Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[start ? "warnings" : "errors"] = notes;
  return result;

  // Tells whether the row is of the channel's kind.
  function decodeFields(at) {
    return parse(row).every(function (part) {
      var first = at, raw = 0, bit = 1, own = 0, value = undefined, code = part.code, words = 0, name = part.name;
      for (; at < first + part.bits; at++, bit *= 2) raw += (bytes[at >> 3] >> (at & 7) & 1) * bit;
      first >>= 3;
      own = bytes.slice(first, at >> 3);
      //#if siblings
      if (code === "k") {
        kind = raw;
        if (part["="]) return raw === +part["="];
        notes.push(say("UNKNOWN_SUB_KIND", start, head, raw));
      }
      //#end
      //#if asides
      if (part[">"]) {
        words = part[">"].split(",");
        delete to[words[1]];
        if (words[0].split("/").indexOf("" + raw) >= 0) {
          to[words[1]] = words[2];
          //#if instead
          if (words[4]) notes.push(say("NO_READING", start, path + words[1], hex(own, " ")));
          if (words[3]) return delete to[name];
          //#end
        }
      }
      //#end
      if (code === "u" || code === "i") {
        value = (code === "i" ? raw - (raw >> 15 << 16) : raw) / (part["/"] || 1);
        words = part["?"] ? part["?"].split("..") : [];
        if (value < words[0] || value > words[1]) notes.push(say("OUT_OF_RANGE", start, path + name, value, words[0], words[1]));
      }
      if (code === "h") value = hex(own, "");
      //#if reversed
      if (code === "H") value = hex(own.reverse(), "");
      //#end
      //#if uplink
      if (part["%"]) value = "v" + own[0].toString(part["%"]) + (own.length < 2 ? "" : "." + (code === "y" ? own[1] >> 4 : own[1].toString(part["%"])));
      //#end
      if (part[":"]) {
        value = part[":"].split(",")[code === "p" ? 1 : raw - (part["+"] || 0)] || "unknown";
        if (value === "unknown") notes.push(say("NO_LABEL", first, path + name, hex([bytes[first]], "")));
        //#if spaces
        value = value.replace("+", " ");
        //#end
      }
      if (value !== undefined) to[name] = value;
      return true;
    });
  }
}
//#if encoder
function encode(input) {
  var data = (input || 0).data, port = (input || 0).fPort, bytes = [], errors = [], warnings = [], known = [], all = {}, settings = false, result = { bytes: [], fPort: 85 };
  if (isObject(data)) {
    ROWS.split("|").forEach(function (row) {
      if (row.charAt(6) === ">") command(row);
    });
    strangers(data, "", known);
    if (!bytes.length && !errors.length) errors.push(say("NOTHING_TO_SEND"));
  } else refuse("data", data, "an object");
  // The Things Stack gives a wrapped number.
  if (port instanceof Number) port = +port;
  if (typeof port === "number" && port >= 1 && port <= 223 && port % 1 === 0) {
    result.fPort = port;
    if (port !== 85) warnings.push(say("OTHER_PORT", port));
  } else if (port !== undefined && port !== null && port !== 0) warnings.push(say("BAD_PORT", show(port)));
  if (!errors.length) result.bytes = bytes;
  if (warnings.length) result.warnings = warnings;
  if (errors.length) result.errors = errors;
  return result;

  function refuse(path, given, allowed) {
    errors.push(say("NOT_ALLOWED", path, show(given), allowed));
  }

  // Adds a row's command, if it is given.
  function command(row) {
    var key = row.slice(11, row.indexOf(" ", 11)), name = key.split(".")[0], given = data[name], before = bytes.length, wrong = errors.length, words = [];
    if (known.indexOf(name) >= 0) return;
    //#if flat
    // "flat a b": { a, b } stand for the object.
    words = (row.split(" ! flat ")[1] || "").split(" ");
    if (words[1]) known.push(words[0]);
    if (data[words[0]] !== undefined && given === undefined && data[words[1]] !== undefined) {
      known.push(name);
      return fields(row, data, "", all);
    }
    //#end
    if (given !== undefined) {
      //#if variants
      // "unless a b": not where a is given and b is not.
      before = (row.split(" ! unless ")[1] || "").split(" ");
      if (((key === name ? data : given) || 0)[before[0]] !== undefined && data[before[1]] === undefined) return key === name && known.push(name);
      before = bytes.length;
      //#end
      if (key === name) fields(row, data, "", all);
      //#if lists
      else if (key.length > name.length + 1) {
        if (Array.isArray(given) && given.length && given.length <= MAX_ENTRIES) {
          given.forEach(function (entry, i) {
            fields(row, entry, name + "[" + i + "].", {});
          });
        } else refuse(name, given, say("LIST", MAX_ENTRIES));
      }
      //#end
      else fields(row, given, key, {});
      //#if undoes
      if (settings && bytes.length > before && row.indexOf("! undoes") > 0) warnings.push(say("UNDOES_SETTINGS", name));
      if (errors.length === wrong && row.indexOf("! action") < 0) settings = true;
      //#end
    }
    //#if flat
    if (data[words[0]] !== undefined) refuse(words[0], data[words[0]], say("BESIDE", words[1], name));
    //#end
    known.push(name);
  }

  // Adds a row's bytes, if its fields are right and ask for something.
  function fields(row, from, path, seen) {
    var sent = [parseInt(row, 16), parseInt(row.slice(3), 16)], at = 16, names = [], right = isObject(from), wanted = right, before = errors.length;
    //#if typeless
    if (row.charAt(3) === "-") at = 8 * (sent.length = 1);
    //#end
    parse(row).forEach(function (part) {
      var name = part.name, given = right && from[name], raw = +part["="], i = 0, label = 0;
      if (name !== "-" && names.push(name) && right) {
        if (given !== undefined || !part["="]) raw = take(part, given);
        if (raw === undefined) refuse(path + name, given, allowed(part));
        else {
          label = "" + ((part[":"] || "").split(",")[raw] || raw);
          seen[name] = { path: path + name, given: show(given), raw: raw, label: label };
          //#if documented
          if (raw !== null && part["^"] && part["^"] !== label) warnings.push(say("UNDOCUMENTED", path + name, show(given), part["^"]));
          //#end
        }
      }
      if (raw === null) wanted = false;
      for (raw = raw || 0; i < part.bits; i++, at++) sent[at >> 3] |= ((raw.length ? raw[i >> 3] >> (i & 7) : raw >> i) & 1) << (at & 7);
    });
    //#if variants
    names = names.concat(row.split(" ! unless ").slice(1));
    //#end
    if (!right) return refuse(path.slice(0, -1), from, say("OBJECT", names.join(", ")));
    //#if rules
    row.split(" ! ").slice(1).forEach(function (text) {
      rule(text.split(" "), seen);
    });
    //#end
    if (path) strangers(from, path, names);
    if (wanted && errors.length === before) bytes = bytes.concat(sent);
  }
  //#if rules

  // "a <= b when is,one,of,these": speaks where the fields that it names are right.
  function rule(words, seen) {
    var a = seen[words[0]], b = seen[words[2]] || { raw: +words[2] }, when = seen[words[3]], must = words[1] + " " + (b.path ? b.given + " (" + words[2] + ")" : words[2]);
    if (!a || (words[4] && !(when && words[4].split(",").indexOf(when.label) >= 0))) return;
    if (words[1] === "<=" ? !(a.raw > b.raw) : words[1] === ">=" ? !(a.raw < b.raw) : !(a.raw <= b.raw)) return;
    if (words[4]) must += " where " + words[3] + " is " + words[4].split(",").join(" or ");
    if (words[3] === "?") warnings.push(say("UNWISE", a.path, a.given, must));
    else errors.push(say("NOT_ALLOWED", a.path, a.given, must));
  }
  //#end

  // Names that are not known, in the order of their code units.
  function strangers(object, path, known) {
    Object.keys(object).sort().forEach(function (name) {
      var shown = path + JSON.stringify(name).slice(1, -1), most = 0.5, best = "";
      if (object[name] === undefined || known.indexOf(name) >= 0) return;
      // Does a known name share half of its pairs of letters?
      known.forEach(function (other) {
        for (var pairs = 0, i = 1; i < name.length && i < 64; i++) pairs += other.indexOf(name.slice(i - 1, i + 1)) < 0 ? 0 : 2;
        pairs /= name.length + other.length - 2;
        if (pairs > most) best = other;
        if (pairs > most) most = pairs;
      });
      if (!path && READABLE.split(" ").indexOf(name.replace(/_([1-9]|10)(?!\d)/, "_#")) >= 0) errors.push(say("READ_ONLY", shown));
      else errors.push(best ? say("UNKNOWN_FIELD", shown, best) : say("UNLIKE_ANY_FIELD", shown));
    });
  }
}
// What is sent for a value: a number, bytes, null for nothing; undefined where it is not allowed.
function take(part, given) {
  var kind = typeof given, code = part.code, labels = (part[":"] || "").split(","), range = (part["~"] || "").split(".."), raw = undefined, scaled = given, i = 0;
  //#if hex
  if (/h/i.test(code)) {
    for (raw = []; kind === "string" && i < part.bits / 4; i += 2) raw.push(parseInt(given.slice(i, i + 2), 16));
    if (hex(raw, "") !== (kind === "string" && given.toLowerCase())) return undefined;
    return code === "H" ? raw.reverse() : raw;
  }
  //#end
  //#if yes
  if (part["@"] === "yes" && (kind === "boolean" || given === "no")) return given === true ? 0 : null;
  //#end
  if (kind === "boolean" && /[bp]/.test(code)) raw = +given;
  if (kind === "string" && given) {
    (labels + "@" + (part["@"] || "")).split("@").forEach(function (names) {
      //#if counted
      // "region_#": the names of 1, then those of 2, and so on.
      var n = names.indexOf("#") < 0 ? 1 : parseInt(given.replace(/^\D*/, ""), 10);
      i = names.split("#").join(n).split(",").indexOf(given);
      if (i >= 0) raw = i + (n - 1) * (names.split(",").length - 1);
      //#end
      //#if uncounted
      i = names.split(",").indexOf(given);
      if (i >= 0) raw = i;
      //#end
    });
  }
  //#if counted
  if (raw < range[0] || raw > range[1]) raw = undefined;
  //#end
  if (kind === "number" && part[":"]) raw = labels[given] && given;
  else if (kind === "number") {
    scaled *= part["/"] || 1;
    raw = Math.round(scaled);
    if (!(given >= range[0] && given <= range[1] && Math.abs(scaled - raw) <= (part["/"] ? 1e-6 : 0))) raw = undefined;
  }
  if (code === "p" && raw !== undefined) return raw ? 255 : null;
  //#if plus
  if (part["+"] && raw !== undefined) raw += +part["+"];
  //#end
  return raw;
}
// What is allowed, in words.
function allowed(part) {
  var range = (part["~"] || "").split(".."), names = (part["@"] || "").split(","), text = "";
  if (part[":"]) return '"' + part[":"].split(",").join('", "') + '"';
  //#if hex
  if (/h/i.test(part.code)) return say("HEX_DIGITS", part.bits / 4);
  //#end
  text = say(part["/"] ? "NUMBER" : "WHOLE_NUMBER", range[0], range[1] + (part["("] ? " " + part["("].slice(0, -1) : ""), 1 / part["/"]);
  //#if yes
  if (part["@"] === "yes") text += say("YES_OR_NO");
  //#end
  //#if names
  if (names[2]) text += say("NAMES", names[1], names.pop().replace("#", 10));
  //#end
  return text;
}
//#end
// Runs a function; a getter that throws is a problem like others.
function guard(run, input, up) {
  try {
    return run(input, up);
  } catch (e) {
    return run({ bytes: "something that cannot be read", data: "something that cannot be read" }, up);
  }
}
//#if uplink
//#if measures
function within(value, low, high) {
  return typeof value === "number" && value >= low && value <= high;
}
//#end
function normalize(input) {
  var data = (input || 0).data, all = [];
  if (!isObject(data)) return { data: all, errors: [say("NOT_ALLOWED", "data", show(data), "an object")] };
  //#if measures
  //#if records
  data = [data].concat((Array.isArray(data.$LIST) ? data.$LIST : []).slice(0, 4096).filter(isObject));
  //#end
  [].concat(data).forEach(function (fields, i) {
    var measured = {}, air = {}, seen = null, n = 1;
    //#if people
    if (within(fields.$PEOPLE, -1e9, 1e9)) seen = fields.$PEOPLE > 0;
    //#end
    //#if regions
    for (; n <= 10; n++) if (typeof fields["$REGION" + n] === "string") seen = seen || fields["$REGION" + n] === "occupied";
    //#end
    //#if temperature
    if (!i && within(fields.$TEMPERATURE, -1e9, 1e9)) air.temperature = fields.$TEMPERATURE;
    //#end
    //#if humidity
    if (!i && within(fields.$HUMIDITY, 0, 100)) air.relativeHumidity = fields.$HUMIDITY;
    //#end
    if (Object.keys(air).length) (measured.air = air).location = "indoor";
    if (seen !== null) measured.action = { motion: { detected: seen } };
    if (!Object.keys(measured).length) return;
    //#if time
    if (fields.$TIME >>> 0 === fields.$TIME) measured.time = new Date(fields.$TIME * 1000).toISOString().replace(".000", "");
    //#end
    all.push(measured);
  });
  //#end
  return { data: all };
}
//#end
