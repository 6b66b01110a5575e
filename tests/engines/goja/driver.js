// Shared by all hosts (each embeds or reads this one file): calls a formatter's functions
// inside the engine, and tells what a script left behind on the host's objects.
// The value of this script is an object; it defines no global of its own.
// Everything it uses is taken before the formatter is loaded.
((root) => {
  const { parse, stringify } = JSON;
  const evaluate = root.eval; // called indirectly: in the global scope, sloppy
  const string = String;
  const {
    create,
    getOwnPropertyDescriptor: describe,
    getOwnPropertyNames: namesOf,
    getOwnPropertySymbols: symbolsOf,
    getPrototypeOf: prototypeOf,
    is,
  } = Object;

  // Evaluated after the formatter, in its scope, it gives a function by its name.
  const functions = "(function (name) { return eval(name); })";

  function thrown(error) {
    try {
      return stringify({ thrown: string(error) });
    } catch (_) {
      return stringify({ thrown: "something that has no string" });
    }
  }

  function call(find, line) {
    const test = parse(line);
    try {
      const f = find(test.call);
      const input = test.source === undefined ? test.input : evaluate(`(${test.source})`);
      let result;
      if (test.call === "Decode") result = f(input.fPort, input.bytes, input.variables);
      else if (test.call === "Encode") result = f(input.fPort, input.obj, input.variables);
      else result = f(input);
      return stringify(result) || stringify({ thrown: `returned ${typeof result}` });
    } catch (error) {
      return thrown(error);
    }
  }

  // Every own property of the global object, of the objects and functions it holds,
  // and of their prototypes, without calling a getter.
  function snapshot() {
    const entries = create(null);
    const seen = [];

    function walk(path, object, depth) {
      if (seen.indexOf(object) >= 0) {
        return;
      }
      seen.push(object);
      entries[`${path} (prototype)`] = { value: prototypeOf(object) };
      for (const key of namesOf(object).concat(symbolsOf(object))) {
        const property = describe(object, key);
        const name = typeof key === "symbol" ? `[${string(key)}]` : key;
        const full = path === "" ? name : `${path}.${name}`;
        entries[full] = property;
        const { value } = property;
        const walkable =
          (typeof value === "object" && value !== null) || typeof value === "function";
        if (walkable && (depth > 0 || name === "prototype")) {
          walk(full, value, depth - 1);
        }
      }
    }

    walk("", root, 1);
    return entries;
  }

  const ATTRIBUTES = ["value", "get", "set", "writable", "enumerable", "configurable"];

  // `added` leaves out what hangs below an added global.
  function compare(before) {
    const after = snapshot();
    const added = namesOf(after).filter((name) => {
      const end = name.search(/\.| \(prototype\)/);
      return !before[name] && (end <= 0 || before[name.slice(0, end)]);
    });
    const removed = namesOf(before).filter((name) => !after[name]);
    const changed = namesOf(before).filter(
      (name) =>
        after[name] && !ATTRIBUTES.every((key) => is(before[name][key], after[name][key])),
    );
    return stringify({ globals: { added: added.sort(), removed: removed.sort(), changed } });
  }

  return { functions, call, snapshot, compare };
})(this);
