// Runs a formatter script as a network server does: the very text, alone, in a worker of its own.

/** A server gives a script 100 ms; the browser's first run is slower. In milliseconds. */
const LIMIT = 2000;

/** Code appended to the script: it calls the first function of a message that exists, and posts the result. */
const CALLER = `
;self.onmessage = function (event) {
  var calls = event.data.calls;
  try {
    var found = calls.filter(function (call) { return typeof self[call.name] === "function"; })[0];
    if (!found) throw new Error("the script has none of these functions: " +
      calls.map(function (call) { return call.name; }).join(", "));
    self.postMessage({ name: found.name, answer: self[found.name].apply(null, found.values) });
  } catch (error) {
    self.postMessage({ problem: String(error && error.message) });
  }
};`;

/** The functions a server may call, the first that there is: `{ name, values }`. */
const calls = {
  uplink: ({ bytes, fPort }) => [
    { name: "decodeUplink", values: [{ bytes, fPort }] },
    { name: "Decode", values: [fPort, bytes, {}] },
  ],
  downlink: ({ bytes, fPort }) => [{ name: "decodeDownlink", values: [{ bytes, fPort }] }],
  command: ({ data, fPort }) => [
    { name: "encodeDownlink", values: [{ data, fPort }] },
    { name: "Encode", values: [fPort, data, {}] },
  ],
};

/** Old servers know the old functions alone. */
const oldFirst = (all) => [...all].reverse();

/**
 * Runs a script and returns `{ name, answer }`, with the name of the function that was called. `kind` is "uplink", "downlink" or
 * "command"; `old` is set for servers that call `Decode` and `Encode`.
 * @throws Error if the script fails, or takes too long.
 */
export function answerOf(script, kind, input, { old = false } = {}) {
  const address = URL.createObjectURL(new Blob([script, CALLER], { type: "text/javascript" }));
  const worker = new Worker(address);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error("it did not answer within two seconds")),
      LIMIT,
    );
    worker.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data.problem === undefined) resolve(data);
      else reject(new Error(data.problem));
    };
    worker.onerror = (event) => {
      clearTimeout(timer);
      event.preventDefault();
      reject(new Error(event.message || "the browser does not let this page run it"));
    };
    const all = calls[kind](input);
    worker.postMessage({ calls: old ? oldFirst(all) : all });
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}
