// The page as one file: the same script is the page's, and the worker's that it starts.
if (typeof document === "undefined") {
  import("./bulk/worker.js");
} else {
  import("./main.js");
}
