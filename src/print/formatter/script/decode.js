function decode(bytes) {
  var size = Object(bytes) === bytes && bytes.length, data = {}, result = { data: data }, hex = "", start = 0, at = 0, rows = READ_ROWS;
  if (size >>> 0 !== size || size < 1 || size > 4096) size = refuse("bytes", bytes, say(BYTES));
  for (; at < size; at++) {
    /// Anything but a number is not converted: it may be a list without end.
    if (typeof bytes[at] === "number" && bytes[at] === (bytes[at] & 255)) hex += (bytes[at] + 256).toString(16).slice(1) + " ";
    else size = refuse("bytes[" + at + "]", bytes[at], say(BYTE));
  }
  for (; start < size; start = end) {
    var end = start + 2, head = hex.slice(3 * start, 3 * end - 1), key = head + way, from = rows.indexOf(key);
    //#if typeless
    if (way === ">" && from < 0) {
      key = head.slice(0, 2) + " -->";
      from = rows.indexOf(key);
      if (from >= 0) head = hex.slice(3 * start, 3 * --end - 1);
    }
    //#end
    if (from < 0) {
      key = hex.slice(3 * end).split(" ").join("");
      notes.push(end > size ? say(TRUNCATED, start, head.trim(), 2, 1) : say(UNKNOWN_CHANNEL, start, head, (key.length > 40 ? key.slice(0, 40) + "..." : key || "none")));
      break;
    }
    at = 8 * end;
    //#if siblings
    /// Of the rows of a channel the first whose kind fits; the last one always does.
    do {
    //#end
    var row = rows.slice(from, rows.indexOf("|", from)).split(": "), parts = row[3].split("; ");
    //#if siblings
    var kind = row[1].split(" ");
    } while (kind[3] && bits(at + +kind[1], kind[2]) !== +kind[3] && (from = rows.indexOf(key, from + 1)));
    //#end
    //#if counted
    /// The first byte counts the entries.
    var count = 1;
    if (MOST_COUNTED) {
      count = end < size ? bytes[end] : 0;
      at = 8 * ++end;
    }
    //#end
    end += LENGTH;
    //#if results
    /// Such a command, repeated, has one more byte: its result.
    var failed = row[0].charAt(6) === "!", top = data, request = "";
    if (failed) row[1] = end++;
    //#end
    if (end > size) {
      if (end > size + 1 || row[1] !== "1" || LACKS_MORE) {
        notes.push(say(TRUNCATED, start, head, (end - start), (size - start)));
        break;
      }
      notes.push(say(RESERVED_MISSING, start, head));
    }
    //#if results
    failed = failed && bytes[end - 1];
    if (failed) {
      //#if own_results
      var answer = (row.join(": ").split(": result ")[1] || "").split(": ")[0].split(" ");
      if (answer[1]) {
        data[answer[0]] = labelled(answer[1], failed, end - 1, answer[0], hex.slice(3 * end - 3, 3 * end - 1));
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
    var to = TOP, path = REQUEST;
    //#if dotted
    var inner = "";
    //#end
    //#if given
    var begin = at;
    //#end
    //#if lists
    key = row[2].split(" ");
    if (key[1]) {
      to[key[0]] = to[key[0]] || [];
      path += key[0] + "[" + to[key[0]].length + "].";
      to[key[0]].push((to = {}));
    } else
    //#end
    //#if objects
    if (row[2]) {
      to = to[row[2]] = {};
      path += row[2] + ".";
    }
    //#end
    for (var i = 0; i < parts.length; i++) {
      var text = parts[i], part = text.split(" "), name = part[0], code = part[1], width = +part[2], first = at >> 3, sent = hex.slice(3 * first, 3 * ((at + width + 7) >> 3) - 1), value = 0, raw = RAW_BITS;
      at += width;
      //#if siblings
      if (code === "k") notes.push(say(UNKNOWN_SUB_KIND, start, head, raw));
      //#end
      if (name === "-") continue;
      //#if missing
      if (at > 8 * size) raw = +marked(text, "=");
      //#end
      //#if masks
      if (code === "m") {
        for (; value < width; value++) {
          to[name.replace("#", value + 1)] = part[3].split(",")[(raw >> value) & 1].slice(2);
        }
        continue;
      }
      //#end
      //#if dotted
      var dot = name.split(".");
      if (dot[1] && inner !== dot[0]) delete to[(inner = dot[0])];
      //#end
      //#if given
      if (text.indexOf(" ?") > 0 && !bits(begin + +marked(text, "?"), 1)) {
        delete to[name];
        continue;
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
        if (found[4]) notes.push(say(NO_READING, start, path + found[1], sent));
        continue;
      }
      //#end
      //#if signed
      if ((code === "i" || code === "d") && raw >= Math.pow(2, width - 1)) raw -= Math.pow(2, width);
      //#end
      if (IS_FIXED) value = LABEL(part[3].split("=").pop());
      //#if labelled
      else if (code < "f") value = labelled(LABELS, raw, first, path + name, sent);
      //#end
      //#if unlabelled
      else if (code < "f") {
        value = ("," + LABELS).split("," + raw + "=")[1];
        if (value !== undefined) value = LABEL(value.split(",")[0]);
        else {
          notes.push(say(NO_LABEL, first, path + name, sent));
          value = "unknown";
        }
      }
      //#end
      //#if hexes
      else if (code === "h") value = sent.split(" ").join("");
      //#end
      //#if reversed
      else if (code === "l") value = sent.split(" ").reverse().join("");
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
          notes.push(say(NO_READING, start, path + name, sent));
          continue;
        }
        //#end
        value = RAW / (part[3] || 1);
        //#if ranges
        if (IN_REPORT(value < part[4] || value > part[5])) notes.push(say(OUT_OF_RANGE, start, path + name, value, part[4], part[5]));
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
    }
    //#if counted
    }
    //#end
    //#if results
    if (failed) data.device_response_result = { channel_type: bytes[start + 1], result: labelled(RESULTS, failed, end - 1, "device_response_result.result", hex.slice(3 * end - 3, 3 * end - 1)), request: top };
    //#end
  }
  /// Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[start ? "warnings" : "errors"] = notes;
  return result;
  //#if bits_at

  function bits(at, width) {
    /// A constant has no bits.
    var sent = hex.slice(3 * (at >> 3), 3 * ((at + +width + 7) >> 3) - 1);
    return BITS;
  }
  //#end
  //#if labelled

  function labelled(list, raw, first, path, sent) {
    var label = ("," + list).split("," + raw + "=")[1];
    if (label !== undefined) return LABEL(label.split(",")[0]);
    notes.push(say(NO_LABEL, first, path, sent));
    return "unknown";
  }
  //#end
  //#if texts
  /// Text with characters that do not belong there, or bytes that are no text, are unknown.
  function textOf(characters, first, path, sent) {
    try {
      var text = decodeURIComponent(("%" + sent.split(" ").join("%")).split("%00")[0]);
      if (isText(text, characters)) return text;
    } catch (e) {
      text = "";
    }
    notes.push(say(NO_LABEL, first, path, sent));
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
