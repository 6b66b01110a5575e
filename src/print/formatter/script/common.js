//#if owned
/// An own member: whatever else an object inherits is nobody's command.
function own(object, name) {
  if ({}.hasOwnProperty.call(object, name)) return object[name];
}
//#end
/// A given value, for a message; "an object" for any that may be a command.
function show(given) {
  var kind = typeof given;
  if (Array.isArray(given)) return "a list of " + given.length;
  if (given && kind === "object") return Object.keys(given).length > 500 ? say(TOO_MANY_NAMES) : "an object";
  if (kind === "string") return given.length > 40 ? "a text of more than 40 characters" : JSON.stringify(given);
  if (given === undefined) return "nothing";
  return "function symbol bigint".indexOf(kind) < 0 ? "" + given : "a " + kind;
}
function refuse(path, given, allowed) {
  notes.push(say(NOT_ALLOWED, path, show(given), allowed));
}
//#if given|offset|also|switches|plus|spellings|standards|documented|missing
/// The word behind a sign in the text of a part.
function marked(text, sign) {
  return (text.split(" " + sign)[1] || "").split(" ")[0];
}
//#end
//#if texts
function isText(text, characters) {
  return characters ? text.split("").every(function (one) {
    return decodeURIComponent(characters).indexOf(one) >= 0;
  }) : !/[^ -~\u00a0-\uffff]/.test(text);
}
//#end
