// milesight-codec models
import { names } from "../events/names.js";
import { models } from "../index.js";
import { Usage } from "./arguments.js";
import { Output } from "./output.js";
import { tableText } from "./table.js";

export const options = { json: true };

export async function run({ json }, words) {
  if (words.length > 0) throw new Usage("it takes no operands");
  const list = models.map((model) => ({
    model,
    aliases: Object.keys(names).filter((name) => names[name] === model && name !== model),
  }));
  const output = new Output();
  if (json) output.line(JSON.stringify(list));
  else {
    const rows = list.map(({ model, aliases }) => [model, aliases.join(", ")]);
    output.own(tableText(["model", "also"], rows));
  }
  await output.flush();
}
