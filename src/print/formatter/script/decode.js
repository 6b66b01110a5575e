function decode(bytes) {
  var size = Object(bytes) === bytes && bytes.length, data = {}, notes = [], result = { data: data }, start = 0, end = 0, at = 0, head = "", hex = "", from = 0, ROWS = ALL_ROWS.join("\n") + "\n", row = [], top = data, request = "";
  //#if counted
  var count = 1;
  //#end
  //#if siblings
  var kind = [], raw = 0;
  //#end
  //#if results
  var failed = 0, said = [];
  //#end
  if (!(size >>> 0 === size && size > 0 && size <= 4096)) size = !notes.push(refused("bytes", bytes, say(BYTES)));
  for (; at < size; at++) {
    /// Anything but a number is not converted: it may be a list without end.
    if (typeof bytes[at] === "number" && bytes[at] === (bytes[at] & 255)) hex += (bytes[at] + 256).toString(16).slice(1) + " ";
    else size = !notes.push(refused("bytes[" + at + "]", bytes[at], say(BYTE)));
  }
  for (; start < size; start = end) {
    end = start + 2;
    head = hex.slice(3 * start, 3 * end - 1);
    //#if typeless
    from = ROWS.indexOf(head + way);
    if (way === ">" && from < 0 && ROWS.indexOf(head.slice(0, 2) + " -->") >= 0) {
      end--;
      head = head.slice(0, 2);
    }
    //#end
    from = FROM;
    if (from < 0) {
      notes.push(end > size ? say(TRUNCATED, start, (head.trim()), 2, 1) : say(UNKNOWN_CHANNEL, start, head, (quoted(hex.slice(3 * end).split(" ").join("")) || "none")));
      break;
    }
    at = 8 * end;
    //#if siblings
    /// Of the rows of a channel the first whose kind fits; the last one always does.
    do {
    //#end
    row = ROWS.slice(from, ROWS.indexOf("\n", from)).split(": ");
    //#if siblings
    kind = row[1].split(" ");
    raw = bits(at + +kind[1], kind[2]);
    } while (kind[3] && raw !== +kind[3] && (from = ROWS.indexOf(head + SIGN, from + 1)));
    //#end
    //#if counted
    /// The first byte counts the entries.
    count = 1;
    if (row[2].indexOf("[] ") > 0) {
      count = end < size ? bytes[end] : 0;
      at = 8 * ++end;
    }
    //#end
    end += LENGTH;
    //#if results
    /// Such a command, repeated, has one more byte: its result.
    failed = row[0].charAt(6) === "!";
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
    top = data;
    request = "";
    failed = failed && bytes[end - 1];
    if (failed) {
      //#if own_results
      said = (row.join(": ").split(": result ")[1] || "").split(": ")[0].split(" ");
      if (said[1]) {
        data[said[0]] = labelled(said[1], failed, end - 1, said[0], end);
        continue;
      }
      //#end
      top = {};
      request = "device_response_result.request.";
    }
    //#end
    //#if counted
    for (; count > 0; count--)
    //#end
    fields();
    //#if results
    if (failed) data.device_response_result = { channel_type: bytes[start + 1], result: labelled(RESULTS, failed, end - 1, "device_response_result.result", end), request: top };
    //#end
  }
  /// Servers drop data that come with errors, so errors are for where nothing is understood.
  if (notes.length) result[start ? "warnings" : "errors"] = notes;
  return result;

  function bits(at, width) {
    /// A constant has no bits.
    var raw = parseInt("0" + hex.slice(3 * (at >> 3), 3 * ((at + +width + 7) >> 3)).split(" ").reverse().join(""), 16);
    //#if bits
    raw = Math.floor(raw / Math.pow(2, at % 8)) % Math.pow(2, width);
    //#end
    return raw;
  }
  function labelled(list, raw, first, path, last) {
    var label = ("," + list).split("," + raw + "=")[1];
    if (label !== undefined) return LABEL(label.split(",")[0]);
    notes.push(say(NO_LABEL, first, path, (hex.slice(3 * first, 3 * last - 1))));
    return "unknown";
  }
  //#if texts
  /// What is no text, or has characters that do not belong there, is unknown.
  function textOf(characters, first, path, last) {
    for (var text = "", i = first; i < last && bytes[i]; i++) text += "%" + (bytes[i] + 256).toString(16).slice(1);
    try {
      text = decodeURIComponent(text);
      if (isText(text, characters)) return text;
    } catch (e) {
      text = "";
    }
    notes.push(say(NO_LABEL, first, path, hex.slice(3 * first, 3 * last - 1)));
    return "unknown";
  }
  //#end
  /// The fields of the row, or of one entry, into the object that they belong to.
  function fields() {
    var key = row[2].split(/\W/)[0], to = top, path = request;
    //#if dotted
    var inner = "";
    //#end
    //#if given
    var begin = at;
    //#end
    //#if objects
    if (key) {
      to = {};
      path += key + ".";
      //#if lists
      if (row[2].indexOf("[") > 0) {
        (top[key] = top[key] || []).push(to);
        path = request + key + "[" + (top[key].length - 1) + "].";
      } else
      //#end
      top[key] = to;
    }
    //#end
    row[3].split("; ").forEach(function (text) {
      var part = text.split(" "), name = part[0], code = part[1], width = +part[2], first = at >> 3, last = (at + width + 7) >> 3, raw = bits(at, width), sent = hex.slice(3 * first, 3 * last - 1), value = 0;
      //#if asides
      var said = [];
      //#end
      at += width;
      //#if siblings
      if (code === "k") notes.push(say(UNKNOWN_SUB_KIND, start, head, raw));
      //#end
      if (name === "-") return;
      //#if missing
      if (last > size) raw = +marked(text, "=");
      //#end
      //#if masks
      if (code === "m") {
        for (; value < width; value++) {
          to[name.replace("#", value + 1)] = part[3].split(",")[(raw >> value) & 1].slice(2);
        }
        return;
      }
      //#end
      //#if dotted
      if (name.indexOf(".") > 0 && inner !== name.split(".")[0]) {
        inner = name.split(".")[0];
        delete to[inner];
      }
      //#end
      //#if given
      if (text.indexOf(" ?") > 0 && !bits(begin + +marked(text, "?"), 1)) return delete to[name];
      //#end
      //#if asides
      text.split(" !").slice(1).forEach(function (aside) {
        aside = aside.split(",");
        if (aside[0].split("/").indexOf("" + raw) >= 0) said = aside;
        else if (aside[1] !== said[1]) delete to[aside[1]];
      });
      //#end
      //#if instead
      if (said[3]) {
        delete to[name];
        to[said[1]] = LABEL(said[2]);
        if (said[4]) notes.push(say(NO_READING, start, (path + said[1]), sent));
        return;
      }
      //#end
      //#if signed
      if ((code === "i" || code === "d") && raw >= Math.pow(2, width - 1)) raw -= Math.pow(2, width);
      //#end
      if (IS_FIXED) value = LABEL(part[3].split("=").pop());
      //#if choices
      else if (code < "f") value = labelled(LABELS, raw, first, path + name, last);
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
      else if (code === "t") value = textOf(part[3], first, path + name, last);
      //#end
      else {
        //#if floats
        if (code === "f") raw = float(raw, width);
        if (raw === undefined) {
          delete to[name];
          return notes.push(say(NO_READING, start, (path + name), sent));
        }
        //#end
        value = RAW / (part[3] || 1);
        //#if ranges
        if (row[0].slice(-1) === "<" && (value < part[4] || value > part[5])) notes.push(say(OUT_OF_RANGE, start, (path + name), value, part[4], part[5]));
        //#end
      }
      //#if dotted
      if (name.indexOf(".") > 0) (to[inner] = to[inner] || {})[name.split(".")[1]] = value;
      else
      //#end
      to[name] = value;
      //#if beside
      if (said[0]) to[said[1]] = LABEL(said[2]);
      //#end
    });
  }
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
