// Elements. Pasted input only ever becomes text: nothing here reads markup.

/** Properties that are set on the element; all others are attributes. */
const properties = new Set([
  "value",
  "checked",
  "hidden",
  "disabled",
  "selected",
  "htmlFor",
  "open",
]);

/**
 * An element: `make("p", { class: "hint", onclick: run }, "text", other)`. Attributes that are
 * undefined or false are left out, as are such children.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (properties.has(name)) element[name] = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** A field's name, which may be broken behind its dots and underscores. */
export const breakable = (name) => name.split(/(?<=[._])/).flatMap((part) => [part, make("wbr")]);

let count = 0;

/** An id that no other element has. */
export function newId(name) {
  count += 1;
  return `${name}-${count}`;
}

/** Lets the browser do what waits, so that long work does not stop the page. */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Calls `run` once nothing has asked for it any more for some milliseconds. Its `now` does what waits
 * without waiting, and `drop` does not do it at all.
 */
export function settled(run, milliseconds) {
  let timer;
  const done = () => {
    timer = undefined;
    run();
  };
  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(done, milliseconds);
  };
  ask.now = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    done();
  };
  ask.drop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return ask;
}

/**
 * One stop of the Tab key for many elements, and keys to move among them: `step` gives the place to
 * go to from a place and a key, or nothing for a key that is none of its own.
 */
export function roving(container, selector, step) {
  const items = () => [...container.querySelectorAll(selector)];
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const all = items();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? step(event.key, at, all);
    if (to === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(to, 0), all.length - 1)].focus();
  });
  container.addEventListener("focusin", ({ target }) => {
    if (!target.matches(selector)) return;
    for (const item of container.querySelectorAll(`:is(${selector})[tabindex="0"]`)) {
      item.tabIndex = -1;
    }
    target.tabIndex = 0;
  });
}
