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
  function toJson(value) {
    const text = stringify(value);
    return text === undefined ? stringify({ thrown: `returned ${typeof value}` }) : text;
  }

  function thrown(error) {
    try {
      return stringify({ thrown: string(error) });
    } catch (_) {
      return stringify({ thrown: "something that has no string" });
    }
  }

  function call(functions, line) {
    const test = parse(line);
    try {
      const f = functions[test.call];
      if (typeof f !== "function") {
        return stringify({ thrown: `no function ${test.call}` });
      }
      const input = test.source === undefined ? test.input : evaluate(`(${test.source})`);
      if (test.call === "Decode") {
        return toJson(f(input.fPort, input.bytes, input.variables));
      }
      if (test.call === "Encode") {
        return toJson(f(input.fPort, input.obj, input.variables));
      }
      return toJson(f(input));
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
    return { entries, globals: namesOf(root).sort() };
  }

  // `added` leaves out what hangs below an added global.
  function compare(before, after) {
    const a = before.entries;
    const b = after.entries;
    const added = namesOf(b).filter((name) => {
      const end = name.search(/\.| \(prototype\)/);
      return !a[name] && (end <= 0 || a[name.slice(0, end)]);
    });
    const removed = namesOf(a).filter((name) => !b[name]);
    const changed = namesOf(a).filter(
      (name) =>
        b[name] &&
        (!is(a[name].value, b[name].value) ||
          a[name].get !== b[name].get ||
          a[name].set !== b[name].set ||
          a[name].writable !== b[name].writable ||
          a[name].enumerable !== b[name].enumerable ||
          a[name].configurable !== b[name].configurable),
    );
    return stringify({
      globals: {
        before: before.globals,
        after: after.globals,
        added: added.sort(),
        removed: removed.sort(),
        changed: changed.sort(),
      },
    });
  }

  return { call, snapshot, compare };
})(this);
