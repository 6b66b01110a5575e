// "Send it": a command in the form that a network server takes, with one's own IDs in it.
import { codeBlock } from "../copy.js";
import { byId, make } from "../dom.js";
import { ids, servers } from "./targets.js";

export class Send {
  #command;
  /** The IDs that were typed. ChirpStack's application ID is not that of The Things Stack. */
  #given = new Map();
  #server = byId("target-server");
  #way = byId("target-way");

  constructor() {
    const options = Object.entries(servers).map(([value, { name }]) =>
      make("option", { value }, name),
    );
    this.#server.append(...options);
    this.#server.addEventListener("input", () => this.#choose());
    this.#way.addEventListener("input", () => this.#fields());
    for (const id of ["target-confirmed", "target-object"]) {
      byId(id).addEventListener("change", () => this.#render());
    }
    this.#choose();
  }

  /** Shows a command: `{ bytes, fPort, data }`. */
  show(command) {
    this.#command = command;
    this.#render();
  }

  #own() {
    return servers[this.#server.value];
  }

  #choose() {
    const ways = Object.entries(this.#own().ways);
    this.#way.replaceChildren(...ways.map(([value, { name }]) => make("option", { value }, name)));
    this.#fields();
  }

  #key(name) {
    return name === "application" || name === "host" ? `${this.#server.value} ${name}` : name;
  }

  #fields() {
    const way = this.#own().ways[this.#way.value];
    byId("target-object").disabled = Boolean(way.bytesOnly);
    const fields = way.ids.map((name) => {
      const key = this.#key(name);
      const { label, problem } = ids[name];
      const told = make("p", { class: "problem", id: `id-${name}-problem`, hidden: true }, problem);
      const input = make("input", {
        id: `id-${name}`,
        spellcheck: "false",
        autocomplete: "off",
        placeholder: this.#placeholder(name),
        value: this.#given.get(key) ?? "",
        "aria-describedby": told.id,
        oninput: () => {
          this.#given.set(key, input.value.trim());
          this.#render();
        },
      });
      return make(
        "div",
        { class: "choice" },
        make("label", { for: input.id, class: "label" }, label),
        input,
        told,
      );
    });
    byId("target-ids").replaceChildren(...fields);
    this.#render();
  }

  #placeholder(name) {
    return this.#own().placeholders?.[name] ?? ids[name].placeholder;
  }

  /** The IDs given, or what stands for them; those that cannot be IDs are told. */
  #values(names) {
    return Object.fromEntries(
      names.map((name) => {
        const value = this.#given.get(this.#key(name)) ?? "";
        const fits = value === "" || ids[name].shape.test(value);
        byId(`id-${name}`).setAttribute("aria-invalid", String(!fits));
        byId(`id-${name}-problem`).hidden = fits;
        return [name, value !== "" && fits ? value : this.#placeholder(name)];
      }),
    );
  }

  #render() {
    if (!this.#command) return;
    const way = this.#own().ways[this.#way.value];
    const asObject = !way.bytesOnly && byId("target-object").checked;
    byId("target-object-hint").textContent = objectHint(way, asObject);
    const command = {
      ...this.#command,
      confirmed: byId("target-confirmed").checked,
      asObject,
    };
    const blocks = way.texts(command, this.#values(way.ids)).map(({ name, note, text }) => {
      const block = codeBlock(name);
      block.set(text);
      if (note) block.element.append(make("p", { class: "hint" }, note));
      return block.element;
    });
    byId("encode-targets").replaceChildren(...blocks);
  }
}

function objectHint({ bytesOnly }, asObject) {
  if (bytesOnly) return "This way takes bytes only.";
  return asObject ? "The server encodes it: its device profile needs the formatter script." : "";
}
