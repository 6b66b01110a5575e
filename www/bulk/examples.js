// A building to look at: what the guides show of each model, varied over three days. Nothing in it is of a
// real device, and nothing here knows one: what a byte may be, the package's own explanation says.
import { codecFor, fromHex } from "milesight-codec";
import { base64 } from "../payload/write.js";

const HOUR = 3_600_000;
const APART = HOUR / 3;
const DAYS = 3;
/** So many models from all families, two devices of each. */
const MODELS = 6;

/** Numbers between 0 and 1 that look random and are the same each time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A payload as the package decodes it without a word, or nothing. */
function sound(codec, bytes) {
  const { data, warnings, errors } = codec.decodeUplink({ bytes });
  const known = !warnings && !errors && !JSON.stringify(data).includes('"unknown"');
  return known ? data : undefined;
}

/** The example that measures most, and the places in it that may vary: no settings, and no points in time. */
function template(codec, examples, fields) {
  const placesOf = (bytes) =>
    codec.explainUplink({ bytes }).spans.flatMap(({ parts }) =>
      parts.filter(({ path, length }) => {
        const field = path && fields.get(path);
        return (
          field?.direction === "uplink" && ["number", "label"].includes(field.kind) && length <= 2
        );
      }),
    );
  const measured = ({ places }) => places.filter(({ unit }) => unit !== undefined).length;
  return examples
    .flatMap(({ bytes }) => (bytes ? [[...fromHex(bytes)]] : []))
    .filter((bytes) => sound(codec, bytes))
    .map((bytes) => ({ bytes, places: placesOf(bytes) }))
    .sort(
      (one, other) => measured(other) - measured(one) || other.places.length - one.places.length,
    )[0];
}

/** Changes a part: a number moves with the hour of the day, a state changes now and then. */
function vary(codec, bytes, part, hour, chance) {
  const changed = [...bytes];
  const { offset, length, bits, value } = part;
  if (bits) {
    if (chance() > 0.85) changed[offset + (bits[0] >> 3)] ^= 1 << (bits[0] & 7);
  } else if (typeof value === "number") {
    const raw = bytes[offset] + 256 * (length > 1 ? bytes[offset + 1] : 0);
    const wave = 1 + 0.12 * Math.sin((hour / 12) * Math.PI) + 0.03 * chance();
    const next = Math.round(raw * wave);
    changed[offset] = next & 255;
    if (length > 1) changed[offset + 1] = next >> 8;
  } else if (length === 1) {
    changed[offset] = hour % 24 > 7 && hour % 24 < 19 && chance() > 0.3 ? 1 : 0;
  }
  return sound(codec, changed) ? changed : bytes;
}

/** Events, one a line, of two devices of each model; one of them is silent for a while. */
export function building(models, examplesOf, fieldsOf, now) {
  const start = Math.floor(now / HOUR) * HOUR - DAYS * 24 * HOUR;
  const lines = [];
  const apart = Math.max(1, Math.floor(models.length / MODELS));
  const some = models.filter((_, at) => at % apart === 0).slice(0, MODELS);
  some.forEach((model, index) => {
    const codec = codecFor(model);
    const base = template(codec, examplesOf(model), fieldsOf(model));
    if (!base) return;
    for (const number of [1, 2]) {
      const chance = random(index * 10 + number);
      for (let time = start; time < now; time += APART) {
        const hour = (time - start) / HOUR;
        if (number === 2 && hour > 30 && hour < 44) continue;
        const bytes = base.places.reduce(
          (own, part) => vary(codec, own, part, hour + number * 2 + index, chance),
          base.bytes,
        );
        lines.push([time, model, number, base64(bytes)]);
      }
    }
  });
  lines.sort(([one], [other]) => one - other);
  return lines
    .map(([time, model, number, data]) =>
      JSON.stringify({
        time: new Date(time).toISOString(),
        deviceInfo: { deviceName: `${model}-${number}`, deviceProfileName: model },
        fPort: 85,
        data,
      }),
    )
    .join("\n");
}
