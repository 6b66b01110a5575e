// The model that a name stands for: a profile's, a device's, a server's id.
import { codecFor } from "milesight-codec";

/** So much of a name is looked at. */
const LONGEST = 200;

function known(word) {
  try {
    return codecFor(word).model;
  } catch {
    return undefined;
  }
}

/** The model in a name such as "Milesight WS-523 EU"; nothing where none is in it. */
export function findModel(name) {
  const words =
    name
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/[a-z]+|\d+[a-z]*/g) ?? [];
  // A model's name is letters and digits, with a dash or a blank between them or without.
  for (let place = 0; place < words.length; place += 1) {
    for (const count of [3, 2, 1]) {
      const model = known(words.slice(place, place + count).join(""));
      if (model) return model;
    }
  }
  return undefined;
}
