// The view "Formatter": the script for a network server, and where it is pasted.
import { codeBlock, save } from "../copy.js";
import { byId, make } from "../dom.js";
import { examplesOf, modelPicker, models } from "../models.js";
import { grouped } from "../number.js";
import { startTry } from "./try.js";

/** The servers: the scripts that each takes, and the three steps. */
const servers = {
  tts: {
    name: "The Things Stack (TTN)",
    halves: ["uplink", "downlink"],
    steps: [
      "In the Console, open your application, End devices, your device, and there Payload formatters.",
      "Under Uplink, choose “Custom JavaScript formatter”, replace what is in the field with the uplink script, and save.",
      "Do the same under Downlink with the downlink script. Send on FPort 85.",
    ],
  },
  "chirpstack-v4": {
    name: "ChirpStack v4",
    halves: [undefined],
    steps: [
      "Open Device profiles, the profile of your device, and there the Codec tab.",
      "As payload codec choose “JavaScript functions”, and replace what is in the field with the script.",
      "Submit. Enqueue commands as JSON, on FPort 85.",
    ],
  },
  "chirpstack-v3": {
    name: "ChirpStack v3",
    old: true,
    halves: [undefined],
    steps: [
      "Open Device-profiles, the profile of your device, and there the Codec tab.",
      "Choose “Custom JavaScript codec functions”, and paste the whole script into both fields.",
      "Save. Enqueue commands as JSON, on port 85.",
    ],
  },
  gateway: {
    name: "Milesight gateway",
    old: true,
    halves: [undefined],
    steps: [
      "Open Network Server, Payload Codec, and add a custom payload codec.",
      "Paste the whole script into the field of the decoder and into that of the encoder.",
      "Save, open Network Server, Device, and select the codec for your device.",
    ],
  },
};

/** The longest script that The Things Stack takes before 3.35. */
const LIMIT = 40_960;

export function startFormatter(changed) {
  const model = modelPicker("formatter-model");
  const server = byId("formatter-server");
  server.append(
    ...Object.entries(servers).map(([id, { name }]) => make("option", { value: id }, name)),
  );

  /** The scripts that are shown, by their half. */
  let texts = new Map();
  const tried = startTry((kind) => {
    const half = kind === "uplink" ? "uplink" : "downlink";
    const text = texts.get(half) ?? texts.get(undefined);
    const own = texts.has(half) ? half : undefined;
    return text && { file: fileOf(model.value, own), text, old: servers[server.value].old };
  });

  async function show() {
    const { halves, steps } = servers[server.value];
    const [name, at] = [model.value, server.value];
    byId("formatter-steps").replaceChildren(...steps.map((step) => make("li", {}, step)));
    changed();
    try {
      // Only who comes here needs the scripts' texts.
      const { formatter } = await import("milesight-codec/formatters");
      if (model.value !== name || server.value !== at) return;
      texts = new Map(halves.map((half) => [half, formatter(name, half)]));
      const scripts = halves.map((half) => script(name, half, texts.get(half)));
      byId("formatter-scripts").replaceChildren(...scripts);
      tried.offer(longest(name));
      await tried.show();
    } catch (error) {
      const problem = make(
        "p",
        { class: "problem" },
        `The scripts could not be loaded: ${error.message}`,
      );
      byId("formatter-scripts").replaceChildren(problem);
    }
  }

  function script(name, half, text) {
    const file = fileOf(name, half);
    const block = codeBlock(file);
    block.set(text);
    const size = `${grouped(text.length)} characters`;
    const fits = server.value === "tts" ? `; allowed are ${grouped(LIMIT)}` : "";
    const download = make(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-label": `Download ${file}`,
        onclick: () => save(file, text),
      },
      "Download",
    );
    block.element.firstChild.append(download);
    block.element.append(make("p", { class: "hint" }, `${size}${fits}.`));
    block.element.classList.add("script");
    return block.element;
  }

  model.addEventListener("input", show);
  server.addEventListener("input", show);
  let shown = false;
  return {
    /** The scripts are loaded once the view is looked at. */
    shown() {
      if (!shown) show();
      shown = true;
    },
    open({ model: name, server: id }) {
      if (models.includes(name)) model.value = name;
      if (Object.hasOwn(servers, id)) server.value = id;
      if (shown) show();
    },
    link: () => ({ model: model.value, server: server.value }),
    /** Tries what is pasted. */
    take(text) {
      tried.take(text);
      return true;
    },
  };
}

const fileOf = (name, half) => [name, half, "js"].filter(Boolean).join(".");

/** The longest payload that the guides show of a model. */
const longest = (name) =>
  examplesOf(name)
    .flatMap(({ bytes }) => bytes ?? [])
    .reduce((most, other) => (other.length > most.length ? other : most), "");
