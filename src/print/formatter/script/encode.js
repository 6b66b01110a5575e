function encode(data, port) {
  var bytes = [], warnings = [], names = NAMES.split(" "), commands = COMMANDS.split("||"), result = { bytes: bytes, fPort: 85 };
  //#if rules
  var all = {};
  //#end
  //#if undoes
  var settings = false;
  //#end
  //#if undoes_commands
  var sent = [];
  //#end
  if (show(data) === "an object") {
    //#if flat
    var flat = FLAT.split(" "), isFlat = own(data, flat[0]) === undefined && flat.slice(1).every(function (name) {
      return own(data, name) !== undefined;
    });
    //#end
    names.forEach(command);
    unknown(data, "", names);
    if (bytes.length + notes.length === 0) notes.push(say(NOTHING_TO_SEND));
    //#if long
    if (bytes.length > 242 && !notes.length) warnings.push(say(LONG, bytes.length));
    //#end
  } else refuse("data", data, "an object");
  /// The Things Stack gives a wrapped number.
  if (port instanceof Number) port = +port;
  if (typeof port === "number" && port === (port & 255) && port < 224) {
    result.fPort = port || 85;
    if (result.fPort !== 85) warnings.push(say(OTHER_PORT, "fPort", port));
  } else if (port !== undefined && port !== null) warnings.push(say(BAD_PORT, "fPort", show(port), "a whole number from 1 to 223"));
  if (warnings.length) result.warnings = warnings;
  if (notes.length) {
    bytes.length = 0;
    result.errors = notes.splice(0, 50);
    if (notes.length) result.errors.push(say(MORE, notes.length));
  }
  return result;

  /// Adds the bytes of a command, if it is given.
  function command(name, index) {
    var given = own(data, name);
    //#if flat
    /// The members of an object, given at the top level, stand for it.
    if (isFlat && name === flat[0]) given = data;
    else if (isFlat && flat.indexOf(name) > 0) return;
    if (name === flat[1]) {
      if (given !== undefined) refuse(name, given, say(BESIDE, flat.slice(2).join(", "), flat[0]));
      return;
    }
    //#end
    //#if !several
    if (given === undefined) return;
    //#end
    /// Of several fields the row is chosen once it is known which are given.
    var text = commands[index], row = #variants{#several{text.split("|")[0].split(": ")}{pick(text, given)}}{text.split(": ")};
    //#if several
    /// A row of several fields is that of the first of them; the others have none.
    if (!row[1] || (given === undefined && row[2])) return;
    if (given === undefined && row[4] && row[4].split(", ").some(function (name) {
      return own(data, name) !== undefined;
    })) given = data;
    if (given === undefined) return;
    //#if variants
    row = pick(text, given);
    //#end
    //#end
    //#if undoes|undoes_commands
    var wrong = notes.length;
    //#end
    //#if undoes|undoes_commands|set_counted
    var begin = bytes.length;
    //#end
    //#if set_lists
    if (row[2].indexOf("[") > 0) {
      if (Array.isArray(given) && given.length > 0 && given.length <= #counted{(row[2].split("[]")[1] || 100)}{100}) {
        for (var i = 0; i < given.length; i++) {
          //#if set_counted
          var entry = bytes.length;
          //#end
          whole(row, given[i], name + "[" + i + "]");
          //#if set_counted
          /// One channel, which counts its entries, or a channel for each.
          if (i && row[2].split("[]")[1]) bytes.splice(entry, 2);
          //#end
        }
        //#if set_counted
        if (row[2].split("[]")[1]) bytes.splice(begin + 2, 0, i);
        //#end
      } else refuse(name, given, say(LIST, #counted{(row[2].split("[]")[1] || 100)}{100}));
    } else
    //#end
    //#if set_objects
    /// Fields of an object may also be given among the commands.
    if (row[2]#flat|several{ && given !== data}) whole(row, given, name);
    else
    //#end
    fields(row, data, "" #rules{, all});
    //#if undoes|undoes_commands
    if (notes.length > wrong || bytes.length === begin) return;
    //#end
    //#if undoes
    if (settings && row.indexOf("undoes settings") > 0) warnings.push(say(UNDOES_SETTINGS, name));
    if (row.indexOf("an action") < 0) settings = true;
    //#end
    //#if undoes_commands
    sent.forEach(function (other) {
      if (row.indexOf("undoes " + other) > 0) warnings.push(say(UNDOES, name, other));
    });
    sent.push(name);
    //#end
  }
  //#if variants
  /// Of several rows of a name that with the constants given, then that with the members given.
  function pick(text, given) {
    var rows = text.split("|");
    //#if !constants
    var names = (rows[0].split(": ")[4] || "").split(", ");
    //#end
    //#if constants
    var fitting = rows.filter(function (row) {
      return row.split(": ")[3].split("; ").every(function (part) {
        part = part.split(" ");
        return part[1] !== "e" || isConstant(part, own(Object(given), part[0]));
      });
    });
    if (fitting[0]) rows = fitting;
    var names = rows.map(function (row) {
      return row.split(": ")[3];
    }).join("; ").split("; ").map(function (part) {
      return part.split(" ")[0].split(".")[0];
    }).filter(function (name) {
      return name !== "-";
    });
    //#end
    return (rows.filter(function (row) {
      return names.every(function (name) {
        return own(Object(given), name) === undefined || ("; " + row.split(": ")[3]#nested{.split(".").join(" ")}).indexOf("; " + name + " ") >= 0;
      });
    })[0] || rows.pop()).split(": ");
  }
  //#end
  //#if set_objects
  /// An object whose members are the fields of a row.
  function whole(row, given, path) {
    if (show(given) !== "an object") return refuse(path, given, say(OBJECT, row[4]));
    fields(row, given, path + "." #rules{, {}});
    unknown(given, path + ".", row[4].split(", "));
  }
  //#end
  /// Adds the bytes of a row, if its fields are right and ask for something.
  function fields(row, from, path #rules{, seen}) {
    var wrong = notes.length, begin = bytes.length;
    //#if bits
    var pending = 0, count = 0;
    //#end
    //#if masked
    var masks = [], asked = [];
    //#end
    //#if nested
    containers(row, from, path);
    //#end
    /// The head begins as spare bits do.
    (row[0] + "; " + row[3]).split("; ").forEach(function (text) {
      var part = text.split(" "), name = part[0], raw = +part[3] || 0;
      if (name !== "-") {
        var given = own(from, name);
        //#if nested
        if (name.indexOf(".") > 0) given = own(Object(own(from, name.split(".")[0])), name.split(".")[1]);
        //#end
        //#if standards
        var standard = marked(text, "=");
        //#end
        //#if masked
        if (text.indexOf(" ?") > 0) {
          standard = "0";
          asked.push(name);
          if (given !== undefined) masks.push(+marked(text, "?"));
        }
        //#end
        raw = #standards{given === undefined && standard ? +standard : }take(text, part, path + name, given);
        //#if rules
        if (raw !== undefined) seen[name] = raw;
        //#end
        //#if documented
        var usual = marked(text, "^").split("=");
        if (usual[1] && typeof raw === "number" && raw !== +usual[0]) warnings.push(say(UNDOCUMENTED, path + name, show(given), LABEL(usual[1])));
        //#end
      }
      /// Nothing is to be sent.
      if (raw === null) wrong = -1;
      //#if hex|set_texts
      if (Array.isArray(raw)) {
        bytes.push.apply(bytes, raw);
      } else
      //#end
      //#if bits
      {
        pending += #negative{(raw < 0 ? raw + Math.pow(2, part[2]) : raw)}{raw} * Math.pow(2, count);
        for (count += +part[2]; count >= 8; count -= 8) {
          bytes.push(pending % 256);
          pending = Math.floor(pending / 256);
        }
      }
      //#end
      //#if !bits
      for (var bits = part[2]; bits > 0; bits -= 8) {
        bytes.push(raw & 255);
        raw = Math.floor(raw / 256);
      }
      //#end
    });
    //#if masked
    masks.forEach(function (bit) {
      bytes[bytes.length - row[1] + (bit >> 3)] |= 1 << bit % 8;
    });
    if (asked.length && !masks.length) refuse(path.slice(0, -1) || "data", from, say(ANY_OF, asked.join(", ")));
    //#end
    //#if rules
    /// "a <= b", "a >= 1 c ,1,2,  where c is x or y", "a > b ?" to warn only.
    row.slice(5).forEach(function (text) {
      var words = text.split(" "), a = seen[words[0]], b = #rules_number{+words[2] || }seen[words[2]];
      //#if rules_when
      if (words[4] && words[4].indexOf("," + seen[words[3]] + ",") < 0) return;
      //#end
      /// Relations that no rule has are left out.
      if (!(#at_least{#at_most{words[1] === "<=" ? a > b : }#above{words[1] === ">" ? a <= b : }a < b}{#above{#at_most{words[1] === "<=" ? a > b : }a <= b}{a > b}})) return;
      var must = words[1] + " " + #rules_number{(+words[2] ? b : }show(own(from, words[2])) + " (" + words[2] + ")"#rules_number{)} #rules_when{+ LABEL(words.slice(5).join(" "))};
      //#if rules_warn
      if (words[3] === "?") warnings.push(say(UNWISE, path + words[0], show(own(from, words[0])), must));
      else
      //#end
      refuse(path + words[0], own(from, words[0]), must);
    });
    //#end
    if (notes.length > wrong) bytes.length = begin;
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
      if (show(given) === "an object") unknown(given, path + name + ".", members[name]);
      else if (given !== undefined || !own(asks, name)) refuse(path + name, given, say(OBJECT, members[name].join(", ")));
    });
  }
  //#end
  /// Names that are not known, in the order of their code units.
  function unknown(object, path, known) {
    Object.keys(object).sort().forEach(function (name) {
      if (known.indexOf(name) >= 0 || object[name] === undefined) return;
      /// More are counted only.
      if (notes.length > 49) return notes.push(name);
      var shown = JSON.stringify(name).slice(1, -1), most = 0.5;
      shown = path + (shown.length > 40 ? shown.slice(0, 40) + "..." : shown);
      var best = say(UNLIKE_ANY_FIELD, "");
      if (!path && READABLE.split(" ").indexOf(name) >= 0) best = say(READ_ONLY, "");
      else known.forEach(function (other) {
        /// Does a known name share half of its pairs of letters?
        for (var pairs = 0, i = 1; i < name.length && i < 64; i++) if (other.indexOf(name.slice(i - 1, i + 1)) >= 0) pairs += 2;
        pairs /= name.length + other.length - 2;
        if (pairs > most) {
          most = pairs;
          best = say(UNKNOWN_FIELD, "", other);
        }
      });
      notes.push(shown + best);
    });
  }
}
