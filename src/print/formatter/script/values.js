//#if constants
/// A constant tells rows apart, and needs not be given.
function isConstant(part, given) {
  return given === undefined || given === LABEL(part[3]);
}
//#end
/// Returns the bits of a value: a number, bytes, or null for nothing. Refuses others.
function take(text, part, path, given) {
  var code = part[1], allowed = part[3], value = given;
  //#if spellings
  var others = marked(text, "@").split(","), other = others.filter(function (pair) {
    return LABEL(pair.split("=")[1]) === given;
  })[0];
  if (other) value = parseInt(other, 10);
  //#end
  //#if constants
  if (code === "e") {
    if (isConstant(part, given)) return 0;
    allowed = show(LABEL(allowed));
  } else
  //#end
  if (code < "f") {
    if (typeof given === "boolean" && code < "c") value = #switches{text.indexOf(" *") > 0 ? +marked(text, "*").split(",")[+given] : }+given;
    for (var i = 1, labels = allowed.split(","); i < labels.length; i++) {
      var pair = labels[i].split("=");
      /// A command that does something is sent or not.
      if (#plus{pair[0] - marked(text, "+")}{+pair[0]} === value || LABEL(pair[1]) === value) return code > "a" ? +pair[0] : +pair[0] ? part[4] : null;
      labels[i] = show(LABEL(pair[1]));
    }
    allowed = labels.slice(1).join(", ");
  }
  //#if hex
  else if (code === "h" || code === "l") {
    if (typeof given === "string" && given.length === part[2] / 4 && !/[^\da-fA-F]/.test(given)) {
      for (value = []; value.length < part[2] / 8; ) value.push(parseInt(given.substr(2 * value.length, 2), 16));
      return code === "l" ? value.reverse() : value;
    }
    allowed = say(HEX_DIGITS, part[2] / 4);
  }
  //#end
  //#if set_texts
  else if (code === "t") {
    if (typeof given === "string" && isText(given, allowed)) {
      value = filled(given, part[2] / 8);
      if (value) return value;
    }
    allowed = allowed ? say(TEXT_OF, part[2] / 8, decodeURIComponent(allowed)) : say(TEXT, part[2] / 8);
  }
  //#end
  else {
    //#if yes
    if (code === "y") {
      if (given === false || given === "no") return null;
      if (given === true || given === "yes") value = 0;
    }
    //#end
    if (typeof value === "number" && value >= part[4] && value <= part[5]) {
      //#if decimals
      var raw = Math.round(value * part[3]);
      if (Math.abs(value * part[3] - raw) <= (part[3] > 1 ? 1e-6 : 0)) return raw#offset{ + +marked(text, "~")};
      //#end
      //#if !decimals
      if (value % 1 === 0) return value#offset{ + +marked(text, "~")};
      //#end
    }
    allowed = UNIT_OF((part[5] + " " + part[6]).trim());
    //#if decimals
    if (part[3] > 1) allowed = say(NUMBER, part[4], allowed, 1 / part[3]);
    else
    //#end
    allowed = say(WHOLE_NUMBER, part[4], allowed);
    //#if yes
    if (code === "y") allowed += say(YES_OR_NO);
    //#end
    //#if names_of_numbers
    if (others[0]) allowed += say(NAMES, (LABEL(others[0].split("=")[1])), (LABEL(others.pop().split("=")[1])));
    //#end
  }
  refuse(path, given, allowed);
}
//#if set_texts
/// UTF-8 with 00 behind it; too long a text is not allowed.
function filled(text, size) {
  var raw = [];
  text = encodeURIComponent(text).replace(/%(..)/g, function (all, byte) {
    return String.fromCharCode(parseInt(byte, 16));
  });
  for (; raw.length < size; ) raw.push(text.charCodeAt(raw.length) || 0);
  return text.length > size ? undefined : raw;
}
//#end
