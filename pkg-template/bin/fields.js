// milesight-codec fields
import { onlyModel } from "./model.js";
import { Output } from "./output.js";
import { tableText } from "./table.js";

export const options = { model: "MODEL", uplink: true, downlink: true, json: true };

export async function run({ model, uplink, downlink, json }, others) {
  const codec = onlyModel({ model }, others);
  const all = Boolean(uplink) === Boolean(downlink);
  const wanted = ({ direction }) =>
    all || direction === "both" || direction === (uplink ? "uplink" : "downlink");
  const list = codec.fields().filter(wanted);
  const output = new Output();
  if (json) output.line(JSON.stringify(list));
  else {
    const header = ["field", "direction", "values", "unit", "source"];
    output.own(
      tableText(
        header,
        list.map((field) => [
          field.path,
          field.direction,
          valuesOf(field),
          field.unit ?? "",
          field.source,
        ]),
      ),
    );
  }
  await output.flush();
}

/** The labels of a field, or its kind and range. */
function valuesOf({ kind, labels, commands, range, step }) {
  if (labels || commands) return (labels ?? commands).join(" | ");
  if (!range) return kind;
  return `${range[0]} to ${range[1]}${step && step !== 1 ? `, in steps of ${step}` : ""}`;
}
