function decode(bytes) {
  var size = Object(bytes) === bytes && bytes.length, data = {}, result = { data: data }, hex = [], #given|siblings{sent = [],} start = 0, at = 0;
  /// A whole number from 1 to 4096.
  if (((size - 1) & 4095) + 1 !== size) size = refuse("bytes", bytes, say(BYTES));
  for (; at < size; at++) {
    var byte = bytes[at];
    /// Anything but a number is not converted: it may be a list without end.
    if (typeof byte === "number" && byte === (byte & 255)) hex[at] = (byte + 256).toString(16).slice(1);
    else size = refuse("bytes[" + at + "]", byte, say(BYTE));
  }
  for (; start < size; start = end) {
    /// Behind each place where the rows have the head, the rest of its row.
    var end = start + 2, head = hex.slice(start, end).join(" "), rows = #commands_alone{COMMANDS}{ROWS}.split(head + way#siblings{}{, 2});
    //#if typeless
    if (way === ">" && (end > size || !rows[1])) {
      rows = #commands_alone{COMMANDS}{ROWS}.split(hex[start] + " -->");
      if (rows[1]) head = hex[--end - 1];
    }
    //#end
    if (end > size) break;
    if (!rows[1]) {
      var rest = hex.slice(end).join("");
      notes.push(say(UNKNOWN_CHANNEL, start, head, (rest.length > 40 ? rest.slice(0, 40) + "..." : rest || "none")));
      break;
    }
    at = 8 * end;
    //#if siblings
    /// Of the rows of a channel the first whose kind fits; the last one always does.
    var nth = 1;
    do {
    //#end
    var row = rows[#siblings{nth++}{1}].split("|", 1)[0].split(": ") #siblings{, kind = row[1].split(" ")};
    //#if siblings
    } while (kind[3] && bits(at + +kind[1], +kind[2]) !== +kind[3]);
    //#end
    //#if counted
    /// The first byte counts the entries.
    var count = 1;
    if (row[2].split("[]")[1]) {
      count = end < size ? bytes[end] : 0;
      at = 8 * ++end;
    }
    //#end
    end += #counted{count * }{+}#siblings{kind[0]}{row[1]};
    //#if results
    /// Such a command, repeated, has one more byte: its result.
    var failed = row[0][0] === "!", top = data, request = "";
    if (failed) row[1] = end++;
    //#end
    if (end > size) {
      if (row[1] !== "01") break;
      notes.push(say(RESERVED_MISSING, start, head));
      end = size;
    }
    //#if results
    failed = failed && bytes[end - 1];
    if (failed) {
      //#if own_results
      var answer = row[row.length - 1].split(" ");
      if (answer[0] === "!") {
        data[answer[1]] = labelled(answer[2], failed, end - 1, answer[1], [hex[end - 1]]);
        continue;
      }
      //#end
      top = {};
      request = "device_response_result.request.";
    }
    //#end
    //#if counted
    for (; count > 0; count--) {
    //#end
    var to = #results{top}{data}, path = #results{request}{""};
    //#if dotted
    var inner = "";
    //#end
    //#if given
    var begin = at;
    //#end
    //#if lists
    var list = row[2].split(" [");
    if (list[1]) {
      list = list[0];
      to[list] = to[list] || [];
      path += list + "[" + to[list].length + "].";
      to[list].push((to = {}));
    } else
    //#end
    //#if objects
    if (row[2]) {
      to = to[row[2]] = {};
      path += row[2] + ".";
    }
    //#end
    row[3].split("; ").forEach(function (text) {
      //#if given
      var isLacking = text.indexOf(" ?") > 0 && !bits(begin + +marked(text, "?"), 1);
      //#end
      /// The number that the bytes are, the last one first, with the bits of others taken off: 32 at most.
      var part = text.split(" "), name = part[0], code = part[1], width = +part[2], first = at >> 3, #given|siblings{}{sent = hex.slice(first, (at + width + 7) >> 3).reverse(),} raw = #given|siblings{bits(at, width)}{+("0x0" + sent.join(""))#bits{ / (1 << at % 8) % Math.pow(2, width) >>> 0}}, value = 0;
      at += width;
      //#if siblings
      if (code === "k") notes.push(say(UNKNOWN_SUB_KIND, start, head, raw));
      //#end
      if (name === "-") return;
      //#if missing
      if (at > 8 * size) raw = +marked(text, "=");
      //#end
      //#if masks
      if (code === "m") {
        for (value = 0; value < width; value++) {
          to[name.replace("#", value + 1)] = part[3].split(",")[(raw >> value) & 1].slice(2);
        }
        return;
      }
      //#end
      //#if dotted
      var dot = name.split(".");
      if (dot[1] && inner !== dot[0]) delete to[(inner = dot[0])];
      //#end
      //#if given
      if (isLacking) {
        delete to[name];
        return;
      }
      //#end
      //#if special_values
      for (var found = [], asides = text.split(" !"), j = 1; j < asides.length; j++) {
        var aside = asides[j].split(",");
        if (aside[0].split("/").indexOf("" + raw) >= 0) found = aside;
        else if (aside[1] !== found[1]) delete to[aside[1]];
      }
      //#end
      //#if instead
      if (found[3]) {
        delete to[name];
        to[found[1]] = LABEL(found[2]);
        if (found[4]) notes.push(say(NO_READING, start, path + found[1], sent.reverse().join(" ")));
        return;
      }
      //#end
      //#if signed
      if (code === "i"#signed_choices{ || code === "d"}) raw = (raw << (32 - width)) >> (32 - width);
      //#end
      //#if results
      if (code < "f") value = labelled(#also{(part[3] + marked(text, "&"))}{part[3]}, raw, first, path + name, sent);
      //#end
      //#if !results
      //#if choices
      if (code < "f") {
        value = LABEL(#also{(part[3] + marked(text, "&"))}{part[3]}.split("," + raw + "=").pop().split(",")[0]);
        if (!value) {
          notes.push(say(NO_LABEL, first, path + name, sent.reverse().join(" ")));
          value = "unknown";
        }
      }
      //#end
      //#if !choices
      if (code < "f") value = LABEL(part[3].split(",")[0]);
      //#end
      //#end
      //#if hexes
      else if (code === "h") value = sent.reverse().join("");
      //#end
      //#if reversed
      else if (code === "l") value = sent.join("");
      //#end
      //#if versions
      else if (code === "v") value = "v" + (raw & 255).toString(part[3]) + (part[4] ? "." + (raw >> part[4]).toString(part[5]) : "");
      //#end
      //#if texts
      else if (code === "t") value = textOf(part[3], first, path + name, sent);
      //#end
      else {
        //#if floats
        if (code === "f") raw = float(raw, width);
        if (raw === undefined) {
          delete to[name];
          notes.push(say(NO_READING, start, path + name, sent.reverse().join(" ")));
          return;
        }
        //#end
        value = #offset{(raw - marked(text, "~"))}{raw} / part[3];
        //#if ranges
        if (#encoder{row[0] + way === "<" && (value < part[4] || value > part[5])}{value < part[4] || value > part[5]}) notes.push(say(OUT_OF_RANGE, start, path + name, value, part[4], part[5]));
        //#end
      }
      //#if dotted
      if (dot[1]) (to[inner] = to[inner] || {})[dot[1]] = value;
      else
      //#end
      to[name] = value;
      //#if beside
      if (found[0]) to[found[1]] = LABEL(found[2]);
      //#end
    });
    //#if counted
    }
    //#end
    //#if results
    if (failed) data.device_response_result = { channel_type: bytes[start + 1], result: labelled(RESULTS, failed, end - 1, "device_response_result.result", [hex[end - 1]]), request: top };
    //#end
  }
  if (end > size) notes.push(say(TRUNCATED, start, head, (end - start), (size - start)));
  /// Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[start ? "warnings" : "errors"] = notes;
  return result;
  //#if given|siblings

  function bits(at, width) {
    /// The bytes are also for the value, and for messages.
    sent = hex.slice(at >> 3, (at + width + 7) >> 3).reverse();
    return +("0x0" + sent.join(""))#bits{ / (1 << at % 8) % Math.pow(2, width) >>> 0};
  }
  //#end
  //#if results

  function labelled(list, raw, first, path, sent) {
    var label = list.split("," + raw + "=").pop().split(",")[0];
    if (label) return LABEL(label);
    notes.push(say(NO_LABEL, first, path, sent.reverse().join(" ")));
    return "unknown";
  }
  //#end
  //#if texts
  /// Text with characters that do not belong there, or bytes that are no text, are unknown.
  function textOf(characters, first, path, sent) {
    try {
      var text = decodeURIComponent(("%" + sent.reverse().join("%")).split("%00")[0]);
      if (isText(text, characters)) return text;
    } catch (e) {
      text = "";
    }
    notes.push(say(NO_LABEL, first, path, sent.join(" ")));
    return "unknown";
  }
  //#end
}
//#if floats
/// The shortest decimal that reads back as the same number of that width.
function float(raw, width) {
  var fraction = Math.pow(2, width === 16 ? 10 : 23), top = width === 16 ? 31 : 255, mantissa = raw % fraction, exponent = Math.floor(raw / fraction) & top, step = 0, value = 0, digits = 0, short = 0;
  if (exponent === top) return undefined;
  step = Math.pow(2, (exponent || 1) - (top >> 1)) / fraction;
  value = (mantissa + (exponent && fraction)) * step;
  do {
    short = +value.toPrecision(++digits);
    /// Above a power of two numbers are half as close as below.
    if (!readsBack() && short < value) short = +(2 * value - short).toPrecision(digits);
  } while (!readsBack());
  return raw < fraction * (top + 1) ? short : 0 - short;

  function readsBack() {
    var gap = Math.abs(short - value) * (short < value && !mantissa && exponent > 1 ? 4 : 2);
    return gap < step || (gap === step && mantissa % 2 === 0);
  }
}
//#end
