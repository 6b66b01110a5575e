// A sheet from the bottom of a phone's screen, over the page. Escape, the browser's Back and a tap
// outside close it, and the focus returns to what opened it.
import { make, newId } from "../dom.js";

export class Sheet {
  #title = make("h3", { id: newId("sheet") });
  #place = make("div", { class: "arising" });
  #opener;
  #scrolled = 0;
  /** Set while the browser's history has an entry for the sheet, which Back removes. */
  #entry = false;
  element = make(
    "dialog",
    { class: "sheet", "aria-labelledby": this.#title.id },
    make(
      "div",
      {},
      make(
        "div",
        { class: "head" },
        this.#title,
        make("button", { type: "button", class: "quiet", onclick: () => this.close() }, "Close"),
      ),
      this.#place,
    ),
  );

  constructor() {
    // A click outside of the sheet has the dialog itself as target.
    this.element.addEventListener("click", ({ target }) => {
      if (target === this.element) this.close();
    });
    this.element.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    // A browser that closes it by itself does not ask a second time.
    this.element.addEventListener("close", () => this.#closed());
    // Before the page's own listener: this entry leads nowhere else.
    const back = (event) => {
      if (!this.#entry) return;
      event.stopImmediatePropagation();
      this.#entry = false;
      this.close();
    };
    window.addEventListener("popstate", back, { capture: true });
  }

  /** Shows `content` over everything but `seen`, which is scrolled into the space above the sheet. */
  show(opener, title, content, seen) {
    this.#opener = opener;
    this.#title.replaceChildren(...title);
    this.#place.replaceChildren(...content.filter(Boolean));
    this.#scrolled = scrollY;
    this.element.showModal();
    this.element.scrollTop = 0;
    const { top, bottom } = seen.getBoundingClientRect();
    const header = document.querySelector("header").offsetHeight;
    if (top < header || bottom > this.element.getBoundingClientRect().top) {
      scrollBy(0, top - header);
    }
    try {
      history.pushState(history.state, "");
      this.#entry = true;
    } catch {
      // A page in a frame without an address of its own has no history.
    }
  }

  close() {
    this.element.close();
    this.#closed();
  }

  #closed() {
    if (!this.#opener) return;
    const opener = this.#opener;
    this.#opener = undefined;
    scrollTo(0, this.#scrolled);
    opener.focus({ preventScroll: true });
    if (this.#entry) history.back();
  }
}
