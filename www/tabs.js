// The views as tabs: arrow keys move among them, and one is shown.
import { byId, roving } from "./dom.js";

/** Calls `leaving` before another view is shown, and `shown` with its name when it is. */
export function startTabs({ leaving, shown }) {
  const list = byId("tabs");
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const nameOf = (tab) => tab.id.replace("tab-", "");
  function select(name) {
    leaving();
    for (const tab of tabs) {
      const chosen = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      byId(nameOf(tab)).hidden = !chosen;
    }
    shown(name);
  }
  list.addEventListener("click", ({ target }) => {
    const tab = target.closest("[role=tab]");
    if (tab) select(nameOf(tab));
  });
  const steps = { ArrowLeft: -1, ArrowRight: 1 };
  roving(
    list,
    "[role=tab]",
    (key, at, all) => steps[key] && (at + steps[key] + all.length) % all.length,
  );
  list.addEventListener("focusin", ({ target }) => {
    if (target.getAttribute("aria-selected") !== "true") select(nameOf(target));
  });
  return { select, names: tabs.map(nameOf) };
}
