/// The raw number that a list of "number=label" has for either.
function choose(list, given, added) {
  var raw = undefined;
  list.split(",").some(function (pair) {
    pair = pair.split("=");
    if (pair[0] - added === given || LABEL(pair[1]) === given) raw = +pair[0];
    return raw !== undefined;
  });
  return raw;
}
/// What is sent for a value: a number, bytes, null for nothing; undefined where it is not allowed.
function take(text, part, given) {
  var code = part[1], raw = undefined;
  //#if spellings
  var others = marked(text, "@");
  //#end
  if (typeof given === "boolean" && code < "c") given = BOOLEAN;
  //#if constants
  /// A constant tells rows apart, and needs not be given.
  if (code === "e") return given === undefined || given === LABEL(part[3]) ? 0 : undefined;
  //#end
  if (code < "e") {
    raw = choose(part[3], given, ADDED);
    //#if others
    if (raw === undefined && others && typeof given === "string") raw = choose(others, given, 0);
    //#end
    /// A command that does something is sent or not.
    return code > "a" || raw === undefined ? raw : raw ? part[4] || 255 : null;
  }
  //#if hex
  if (code === "h" || code === "l") {
    if (typeof given !== "string" || given.length !== part[2] / 4 || /[^\da-fA-F]/.test(given)) return undefined;
    for (raw = []; raw.length < part[2] / 8; ) raw.push(parseInt(given.substr(2 * raw.length, 2), 16));
    return code === "l" ? raw.reverse() : raw;
  }
  //#end
  //#if set_texts
  if (code === "t") return typeof given === "string" && isText(given, part[3]) ? filled(given, part[2] / 8) : undefined;
  //#end
  //#if yes
  if (code === "y") {
    if (given === false || given === "no") return null;
    if (given === true || given === "yes") given = 0;
  }
  //#end
  //#if names_of_numbers
  if (others && typeof given === "string") given = choose(others, given, 0);
  //#end
  if (typeof given !== "number" || !(given >= part[4] && given <= part[5])) return undefined;
  //#if decimals
  raw = Math.round(given * part[3]);
  return Math.abs(given * part[3] - raw) <= (part[3] > 1 ? 1e-6 : 0) ? WIRE : undefined;
  //#end
  //#if wholes
  raw = given;
  return raw % 1 === 0 ? WIRE : undefined;
  //#end
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
/// What is allowed, in words.
function allowed(text, part) {
  var code = part[1], list = part[3], high = part.slice(5, 7).join(" ").trim();
  //#if constants
  if (code === "e") list = "=" + list;
  //#end
  if (code < "f") return list.split(",").map(function (pair) {
    return show(LABEL(pair.split("=")[1]));
  }).join(", ");
  //#if hex
  if (code === "h" || code === "l") return say(HEX_DIGITS, part[2] / 4);
  //#end
  //#if set_texts
  if (code === "t") return list ? say(TEXT_OF, part[2] / 8, (decodeURIComponent(list))) : say(TEXT, part[2] / 8);
  //#end
  //#if decimals
  if (part[3] > 1) return say(NUMBER, part[4], high, 1 / part[3]);
  //#end
  high = say(WHOLE_NUMBER, part[4], high);
  //#if yes
  if (code === "y") high += say(YES_OR_NO);
  //#end
  //#if names_of_numbers
  list = marked(text, "@").split(",");
  if (list[0]) high += say(NAMES, (LABEL(list[0].split("=")[1])), (LABEL(list.pop().split("=")[1])));
  //#end
  return high;
}
