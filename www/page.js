import { codecFor, detectModels, fromHex, models } from "./pkg/index.js";

const element = (id) => document.getElementById(id);
const payload = element("payload");
const model = element("model");

// An uplink of the WS523 guide, so that the page shows at once what it does.
payload.value = "08 70 01 05 81 29 07 c9 02 00 03 74 f5 08 06 83 05 00 00 00 04 80 01 00 00 00";
for (const name of models) model.append(new Option(name.toUpperCase().replace("X", "x"), name));

/** What the payload's field holds: its bytes, or what is wrong with it. */
function read() {
  if (payload.value.trim() === "") return { bytes: [] };
  try {
    return { bytes: fromHex(payload.value) };
  } catch (error) {
    return { bytes: [], problem: error.message };
  }
}

/** The chosen model, or the first that decodes the whole payload. */
function choose(bytes) {
  if (model.value !== "") return { name: model.value, said: "" };
  if (bytes.length === 0) return { said: "" };
  const found = detectModels(bytes);
  if (found.length === 0)
    return { said: "No model decodes the whole payload: choose one to see how far it gets." };
  return { name: found[0], said: `Decodes as ${found.join(", ")}.` };
}

function show() {
  const { bytes, problem = "" } = read();
  const { name, said } = choose(bytes);
  const result =
    name !== undefined && bytes.length > 0 ? codecFor(name).decodeUplink({ bytes }) : undefined;

  payload.setAttribute("aria-invalid", String(problem !== ""));
  element("payload-problem").textContent = problem;
  element("detected").textContent = said;
  element("data").textContent = result ? JSON.stringify(result.data, null, 2) : "";
  const problems = [...(result?.errors ?? []), ...(result?.warnings ?? [])];
  element("problem-list").replaceChildren(
    ...problems.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
  element("problems").hidden = problems.length === 0;
}

payload.addEventListener("input", show);
model.addEventListener("input", show);
element("form").addEventListener("submit", (event) => event.preventDefault());
show();
