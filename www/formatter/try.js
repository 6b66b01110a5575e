// "Try it": a payload or a command, and what the script on the page answers to it.
import { codeBlock } from "../copy.js";
import { byId, settled } from "../dom.js";
import { read } from "../payload/read.js";
import { answerOf } from "./run.js";

/** FPort where nothing says another. */
const PORT = 85;

/** A text as a formatter's input: an uplink's or a downlink's bytes, or a command. */
function inputOf(text) {
  const [found] = read(text);
  if (!found) return undefined;
  if (!found.problem) {
    const fPort = typeof found.fPort === "number" ? found.fPort : PORT;
    const kind = found.direction === "Downlink" ? "downlink" : "uplink";
    return { kind, input: { bytes: found.bytes, fPort } };
  }
  try {
    const data = JSON.parse(text);
    if (typeof data === "object" && data !== null && !Array.isArray(data)) {
      return { kind: "command", input: { data, fPort: PORT } };
    }
  } catch {
    // The payload's problem is reported instead.
  }
  return { problem: found.problem };
}

/** Starts it. `scriptFor` gives the script for a kind of input: `{ file, text, old }`. */
export function startTry(scriptFor) {
  const field = byId("try-text");
  const answer = codeBlock("Answer", { label: "the script's answer" });
  byId("try-answer").append(answer.element);
  let newest = 0;

  async function show() {
    newest += 1;
    const mine = newest;
    const asked = inputOf(field.value);
    answer.element.hidden = true;
    field.setAttribute("aria-invalid", String(Boolean(asked?.problem)));
    if (!asked || asked.problem) {
      byId("try-said").textContent = asked?.problem ?? "";
      return;
    }
    const script = scriptFor(asked.kind);
    if (!script) return;
    try {
      const { name, answer: found } = await answerOf(script.text, asked.kind, asked.input, script);
      if (mine !== newest) return;
      byId("try-said").textContent = `${name} of ${script.file}, run as the server runs it:`;
      answer.set(JSON.stringify(found, null, 2));
      answer.element.hidden = false;
    } catch (error) {
      if (mine !== newest) return;
      byId("try-said").textContent = `${script.file}: ${error.message}.`;
    }
  }

  field.addEventListener("input", settled(show, 150));
  return {
    show,
    /** Starts with a payload, unless there is one already. */
    offer(text) {
      if (field.value === "") field.value = text;
    },
    take(text) {
      field.value = text;
      show();
    },
  };
}
