// The page's end of the worker.

/**
 * The worker's script: a file beside this one, or, where the page is one file, the page's own script
 * once more.
 */
function start() {
  if (!ONE_FILE) {
    // Its name has a hash in it, which only the page itself knows.
    const { worker } = document.querySelector("script[data-worker]").dataset;
    return new Worker(new URL(worker, document.baseURI), { type: "module" });
  }
  const text = document.getElementById("script").textContent;
  return new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

export class Client {
  /** The worker, once it listens. */
  #worker;
  #waiting = new Map();
  #count = 0;

  /** Asks the worker; `progress` is told how far a run is. */
  ask(what, asked, progress) {
    this.#worker ??= this.#started();
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, progress });
      this.#worker.then((worker) => worker.postMessage({ id, what, asked }));
    });
  }

  cancel() {
    this.#worker?.then((worker) => worker.postMessage({ what: "cancel" }));
  }

  #started() {
    const worker = start();
    return new Promise((resolve) => {
      worker.addEventListener("message", ({ data }) => {
        if (data.ready) resolve(worker);
        else this.#take(data);
      });
      worker.addEventListener("error", (event) => {
        const why = event.message || "the browser does not let this page decode in the background";
        for (const { reject } of this.#waiting.values()) reject(new Error(why));
        this.#waiting.clear();
        this.#worker = undefined;
      });
    });
  }

  #take({ id, answer, problem, progress }) {
    if (progress) {
      this.#waiting.get(id)?.progress?.(progress);
      return;
    }
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (problem === undefined) resolve(answer);
    else reject(new Error(problem));
  }
}
