// Buttons that copy a text.
import { byId, make } from "./dom.js";

/** Tells something in passing, to screen readers too. */
export function announce(text) {
  const place = byId("announcement");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => {
    place.classList.remove("shown");
    place.textContent = "";
  }, 2500);
}

/**
 * Copies a text, and says whether it did. Only pages by HTTPS or from localhost have the clipboard; on
 * others what is selected can be copied.
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = make("textarea", {
      class: "unseen",
      "aria-label": "Text to copy",
      readonly: true,
    });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    before?.focus();
    return copied;
  }
}

/**
 * A button that copies what `text` gives when it is pressed. `what` names it: "hex"; a `data-what` that is
 * set on the button later names something else.
 */
export function copyButton(what, text) {
  return make(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-label": `Copy ${what}`,
      onclick: async ({ currentTarget: { dataset } }) => {
        const copied = await copy(text());
        announce(
          copied
            ? `Copied: ${dataset.what ?? what}.`
            : "The browser does not let this page copy. Select the text and copy it by hand.",
        );
      },
    },
    "Copy",
  );
}

/** Saves a text or a blob as a file. */
export function save(name, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: "text/plain" });
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A text in a frame, with its title and a button that copies it. `set` changes the text. */
export function codeBlock(title, { level = "h3", label = title } = {}) {
  const pre = make("pre", { tabindex: "0", role: "region", "aria-label": label });
  const element = make(
    "section",
    { class: "code" },
    make(
      "div",
      { class: "code-head" },
      make(level, {}, title),
      copyButton(label, () => pre.textContent),
    ),
    pre,
  );
  return {
    element,
    set(text) {
      pre.textContent = text;
    },
  };
}
