// Several payloads of one text: a list of them, of which one is open.
import { byId, make } from "../dom.js";

/** A list, each entry by its `{ title, about, problem }`; `choose` is called with the place of the one to open. */
export class Several {
  #list = byId("several-list");
  #choose;

  constructor(choose) {
    this.#choose = choose;
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    this.#list.addEventListener("keydown", (event) => {
      const all = [...this.#list.querySelectorAll("button")];
      const to = all[all.indexOf(event.target) + (steps[event.key] ?? 0)];
      if (!steps[event.key] || !to) return;
      event.preventDefault();
      to.focus();
      to.click();
    });
  }

  /** One payload alone has no list, and no entry is made of it. */
  show(payloads, entryOf, open) {
    const entries = payloads.length < 2 ? [] : payloads.map(entryOf);
    byId("decode-several").hidden = payloads.length < 2;
    byId("several-title").textContent = `${payloads.length} payloads`;
    const rows = entries.map(({ title, about, problem }, at) =>
      make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            "aria-current": at === open ? "true" : undefined,
            onclick: () => this.#choose(at),
          },
          make("span", { class: "number" }, String(at + 1)),
          make("span", { class: "title" }, title),
          make("span", { class: problem ? "reason" : "faint" }, problem || about),
        ),
      ),
    );
    this.#list.replaceChildren(...rows);
  }

  /** Marks another one as open. */
  mark(open) {
    for (const [at, button] of [...this.#list.querySelectorAll("button")].entries()) {
      if (at === open) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
}
