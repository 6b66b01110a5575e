function encode(data, port) {
  var bytes = [], errors = [], warnings = [], names = Object.keys(COMMANDS), all = {}, result = { bytes: [], fPort: 85 };
  //#if undoes
  var settings = false;
  //#end
  //#if undoes_commands
  var sent = [];
  //#end
  //#if flat
  var flat = FLAT.split(" "), isFlat = false;
  //#end
  if (isObject(data)) {
    //#if flat
    isFlat = own(data, flat[0]) === undefined && flat.slice(1).every(function (name) {
      return own(data, name) !== undefined;
    });
    //#end
    names.forEach(command);
    strangers(data, "", names);
    if (!bytes.length && !errors.length) errors.push(say(NOTHING_TO_SEND));
    //#if long
    if (bytes.length > 242 && !errors.length) warnings.push(say(LONG, bytes.length));
    //#end
  } else errors.push(refused("data", data, "an object"));
  /// The Things Stack gives a wrapped number.
  if (port instanceof Number) port = +port;
  if (typeof port === "number" && port >= 1 && port <= 223 && port % 1 === 0) {
    result.fPort = port;
    if (port !== 85) warnings.push(say(OTHER_PORT, port));
  } else if (port !== undefined && port !== null && port !== 0) warnings.push(say(BAD_PORT, show(port)));
  if (errors.length > 50) errors.splice(50, errors.length, say(MORE, (errors.length - 50)));
  if (!errors.length) result.bytes = bytes;
  if (warnings.length) result.warnings = warnings;
  if (errors.length) result.errors = errors;
  return result;

  /// Adds the bytes of a command, if it is given.
  function command(name) {
    var given = own(data, name), wrong = errors.length, out = undefined, row = [];
    //#if set_lists
    var i = 0, entry = [];
    //#end
    //#if flat
    /// The members of an object, given at the top level, stand for it.
    if (isFlat && name === flat[0]) given = data;
    else if (isFlat && flat.indexOf(name) > 0) return;
    if (name === flat[1]) {
      if (given !== undefined) errors.push(refused(name, given, say(BESIDE, (flat.slice(2).join(", ")), flat[0])));
      return;
    }
    //#end
    //#if several
    /// A row of several fields is that of the first of them; the others have none.
    if (!COMMANDS[name]) return;
    if (given === undefined && !COMMANDS[name].split(": ")[2] && namesOf(COMMANDS[name]).some(function (name) {
      return own(data, name) !== undefined;
    })) given = data;
    //#end
    if (given === undefined) return;
    row = ROW_OF;
    //#if set_lists
    if (row[2].indexOf("[") > 0) {
      if (Array.isArray(given) && given.length > 0 && given.length <= MOST) {
        for (out = []; i < given.length; i++) {
          entry = whole(row, given[i], name + "[" + i + "]", COMMANDS[name]) || [];
          //#if set_counted
          /// One channel, which counts its entries, or a channel for each.
          if (i && MOST_COUNTED) entry = entry.slice(2);
          //#end
          out = out.concat(entry);
        }
        //#if set_counted
        if (MOST_COUNTED) out.splice(2, 0, i);
        //#end
      } else errors.push(refused(name, given, say(LIST, MOST)));
    } else
    //#end
    //#if set_objects
    if (row[2] && given !== data) out = whole(row, given, name, COMMANDS[name]);
    else
    //#end
    out = fields(row, data, "", all);
    if (!out || errors.length > wrong) return;
    //#if undoes
    if (settings && row.indexOf("undoes") > 0) warnings.push(say(UNDOES_SETTINGS, name));
    if (row.indexOf("action") < 0) settings = true;
    //#end
    //#if undoes_commands
    sent.forEach(function (other) {
      if (row.indexOf("undoes " + other) > 0) warnings.push(say(UNDOES, name, other));
    });
    sent.push(name);
    //#end
    bytes = bytes.concat(out);
  }
  //#if names
  /// The names of the fields in rows.
  function namesOf(rows) {
    var names = [];
    rows.split("\n").forEach(function (row) {
      row.split(": ")[3].split("; ").forEach(function (part) {
        part = part.split(" ")[0];
        //#if nested
        part = part.split(".")[0];
        //#end
        if (part !== "-" && names.indexOf(part) < 0) names.push(part);
      });
    });
    return names;
  }
  //#end
  //#if variants
  /// Of several rows of a name that with the constants given, then that with the members given.
  function pick(rows, given) {
    var names = [], fitting = rows.split("\n");
    //#if variant_constants
    fitting = fitting.filter(function (row) {
      return row.split(": ")[3].split("; ").every(function (part) {
        part = part.split(" ");
        return part[1] !== "e" || take("", part, own(Object(given), part[0])) === 0;
      });
    });
    if (!fitting.length) fitting = rows.split("\n");
    //#end
    names = namesOf(fitting.join("\n"));
    rows = fitting.filter(function (row) {
      return !isObject(given) || Object.keys(given).every(function (name) {
        return given[name] === undefined || names.indexOf(name) < 0 || namesOf(row).indexOf(name) >= 0;
      });
    })[0] || fitting.pop();
    return rows.split(": ");
  }
  //#end
  //#if set_objects
  /// An object whose members are the fields of a row.
  function whole(row, given, path, rows) {
    var out = undefined, names = namesOf(rows);
    if (!isObject(given)) errors.push(refused(path, given, say(OBJECT, (names.join(", ")))));
    else {
      out = fields(row, given, path + ".", {});
      strangers(given, path + ".", names);
    }
    return out;
  }
  //#end
  /// The bytes of a row, if its fields are right and ask for something.
  function fields(row, from, path, seen) {
    var out = [parseInt(row[0].slice(-6), 16), parseInt(row[0].slice(-3), 16)], wrong = errors.length, wanted = true;
    //#if bits
    var pending = 0, count = 0;
    //#end
    //#if masked
    var masks = [], optional = [];
    //#end
    //#if typeless
    if (row[0].slice(-2) === "->") out.pop();
    //#end
    //#if nested
    containers(row, from, path);
    //#end
    row[3].split("; ").forEach(function (text) {
      var part = text.split(" "), name = part[0], width = +part[2], given = undefined, raw = +part[3] || 0;
      //#if defaults
      var standard = marked(text, "=");
      //#end
      if (name !== "-") {
        given = own(from, name);
        //#if nested
        if (name.indexOf(".") > 0) given = own(Object(own(from, name.split(".")[0])), name.split(".")[1]);
        //#end
        raw = TAKE;
        //#if masked
        if (text.indexOf(" ?") > 0) {
          optional.push(name);
          if (given === undefined) raw = 0;
          else masks.push(+marked(text, "?"));
        }
        //#end
        if (raw === undefined) errors.push(refused(path + name, given, allowed(text, part)));
        //#if rules
        else seen[name] = raw;
        //#end
        //#if documented
        standard = marked(text, "^").split("=");
        if (standard[1] && typeof raw === "number" && raw !== +standard[0]) warnings.push(say(UNDOCUMENTED, (path + name), show(given), LABEL(standard[1])));
        //#end
      }
      if (raw === null) wanted = false;
      //#if arrays
      [].concat(raw).forEach(function (raw, i, raws) {
        var bits = width / raws.length;
      //#end
      //#if singles
      var bits = width;
      //#end
      //#if bits
      pending += (raw < 0 ? raw + Math.pow(2, bits) : raw) * Math.pow(2, count);
      for (count += bits; count >= 8; count -= 8) {
        out.push(pending % 256);
        pending = Math.floor(pending / 256);
      }
      //#end
      //#if whole_bytes
      for (; bits > 0; bits -= 8) {
        out.push(raw & 255);
        raw = Math.floor(raw / 256);
      }
      //#end
      //#if arrays
      });
      //#end
    });
    //#if masked
    masks.forEach(function (bit) {
      out[out.length - row[1] + (bit >> 3)] |= 1 << bit % 8;
    });
    if (optional.length && !masks.length) errors.push(refused(path.slice(0, -1) || "data", from, say(ANY_OF, (optional.join(", ")))));
    //#end
    //#if rules
    row.slice(4).forEach(function (text) {
      rule(text.split(" "), from, path, seen);
    });
    //#end
    return wanted && errors.length === wrong ? out : undefined;
  }
  //#if nested
  /// Checks the objects that names with dots ask for. One of defaults alone is needed all the same.
  function containers(row, from, path) {
    var members = {}, asks = {};
    row[3].split("; ").forEach(function (text) {
      var part = text.split(" ")[0].split(".");
      if (part[1]) (members[part[0]] = own(members, part[0]) || []).push(part[1]);
      if (text.indexOf(" =") < 0) asks[part[0]] = true;
    });
    Object.keys(members).forEach(function (name) {
      var given = own(from, name);
      if (isObject(given)) strangers(given, path + name + ".", members[name]);
      else if (given !== undefined || !own(asks, name)) errors.push(refused(path + name, given, say(OBJECT, (members[name].join(", ")))));
    });
  }
  //#end
  //#if rules
  /// "a <= b", "a >= 1 c 1=x,2=y" where c is x or y, "a > b ?" to warn only.
  function rule(words, from, path, seen) {
    var a = own(seen, words[0]), sign = words[1], b = +words[2] || own(seen, words[2]), when = words[4], must = sign + " " + (+words[2] ? b : show(own(from, words[2])) + " (" + words[2] + ")");
    if (when && ("," + when).indexOf("," + own(seen, words[3]) + "=") < 0) return;
    if (!(sign === "<=" ? a > b : sign === ">=" ? a < b : a <= b)) return;
    if (when) must += say(WHERE, words[3], (when.split(",").map(function (pair) {
      return LABEL(pair.split("=")[1]);
    }).join(" or ")));
    if (words[3] === "?") warnings.push(say(UNWISE, (path + words[0]), (show(own(from, words[0]))), must));
    else errors.push(refused(path + words[0], own(from, words[0]), must));
  }
  //#end
  /// Names that are not known, in the order of their code units.
  function strangers(object, path, known) {
    Object.keys(object).sort().forEach(function (name) {
      var shown = path + quoted(JSON.stringify(name).slice(1, -1)), most = 0.5, best = say(UNLIKE_ANY_FIELD, shown);
      if (known.indexOf(name) >= 0 || object[name] === undefined) return;
      if (!path && READABLE.split(" ").indexOf(name) >= 0) best = say(READ_ONLY, shown);
      else if (errors.length < 50) known.forEach(function (other) {
        /// Does a known name share half of its pairs of letters?
        for (var pairs = 0, i = 1; i < name.length && i < 64; i++) if (other.indexOf(name.slice(i - 1, i + 1)) >= 0) pairs += 2;
        pairs /= name.length + other.length - 2;
        if (pairs > most) {
          most = pairs;
          best = say(UNKNOWN_FIELD, shown, other);
        }
      });
      errors.push(best);
    });
  }
}
