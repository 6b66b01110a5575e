// Light, dark, or as the system has it.
import { byId, make } from "./dom.js";

const KEY = "milesight-codec-theme";
const order = ["system", "light", "dark"];

/** A page from a file, or in a strict browser, may have no storage. */
function stored() {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}

export function startTheme() {
  const button = byId("theme");
  const kept = stored();
  let theme = order.includes(kept) ? kept : "system";
  function show() {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.replaceChildren(make("span", {}, "Theme: "), theme);
    button.setAttribute("aria-label", `Theme: ${theme}`);
    document.dispatchEvent(new Event("themechange"));
  }
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // It holds until the page is closed.
    }
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    document.dispatchEvent(new Event("themechange")),
  );
  show();
}
