// Several payloads of one text: a list of them, of which one is open.
import { byId, make } from "../dom.js";

/** A list of `{ title, about, problem }`; `choose` is called with the place of the one to open. */
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

  show(items, open) {
    byId("decode-several").hidden = items.length < 2;
    byId("several-title").textContent = `${items.length} payloads`;
    const rows = items.map(({ title, about, problem }, at) =>
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
    this.#list.replaceChildren(...(items.length < 2 ? [] : rows));
  }

  /** Marks another one as open. */
  mark(open) {
    for (const [at, button] of [...this.#list.querySelectorAll("button")].entries()) {
      if (at === open) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
}
