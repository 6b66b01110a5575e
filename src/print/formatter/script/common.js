/// An own member: whatever else an object inherits is nobody's command.
function own(object, name) {
  return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
/// A given value, for a message.
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
//#if marks
/// The word behind a sign in the text of a part.
function marked(text, sign) {
  return (text.split(" " + sign)[1] || "").split(" ")[0];
}
//#end
function run(input) {
  //#if encoder
  if (!way) return encode(own(input, "data"), own(input, "fPort"));
  //#end
  //#if normalize
  if (way === "=") return normalize(own(input, "data"));
  //#end
  return decode(own(input, "bytes"));
}
//#if texts
function isText(text, characters) {
  return characters ? text.split("").every(function (one) {
    return decodeURIComponent(characters).indexOf(one) >= 0;
  }) : !/[\x00-\x1f\x7f-\x9f]/.test(text);
}
//#end
/// A quotation in a message.
function quoted(text) {
  return text.length > 40 ? text.slice(0, 40) + "..." : text;
}
