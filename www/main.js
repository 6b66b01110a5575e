// The page: its views, what is pasted into it, and the address that leads to what is shown.
import { fromHex } from "milesight-codec";
import { startMany } from "./bulk/view.js";
import { announce, copy } from "./copy.js";
import { startDecode } from "./decode/view.js";
import { byId, make, settled } from "./dom.js";
import { startEncode } from "./encode/view.js";
import { startFormatter } from "./formatter/view.js";
import { linkTo, readLink, remember, stateOf } from "./link.js";
import { models, sample } from "./models.js";
import { startTabs } from "./tabs.js";
import { startTheme } from "./theme.js";

/** How each view starts: once it is shown, so that nobody waits for those that are not. */
const starts = {
  decode: () => startDecode(changed, edit),
  encode: () => startEncode(changed),
  many: () => startMany(inspect),
  formatter: () => startFormatter(changed),
};
const started = {};
/** How far down each view was left. */
const scrolled = {};
let view = "decode";
let tabs;
/** Set once what the page opened with has been drawn. */
let drawn = false;
/** Set while the browser goes back or forth: the address is there already. */
let travelling = false;

function viewOf(name) {
  started[name] ??= starts[name]();
  return started[name];
}

/** Shows a payload of a file by itself; the browser's Back leads to where it was. */
function inspect(payload) {
  tabs.select("decode");
  viewOf("decode").open(payload);
  follow.now();
  scrollTo(0, 0);
}

/** Opens a decoded command in the form. */
function edit(command) {
  tabs.select("encode");
  viewOf("encode").open(command);
  follow.now();
  scrollTo(0, 0);
}

/** Another view is another entry of the browser's history; what is edited in one changes its entry. */
function write(kind) {
  const link = viewOf(view).link();
  const { hash, left } = linkTo(view, link);
  try {
    history[kind](left.length > 0 ? null : stateOf(link), "", hash);
  } catch {
    // A page in a frame without an address of its own keeps none; the button still gives the link.
  }
  const told = left.length > 0 ? `The link leaves out ${left.join(" and ")}.` : "";
  byId("link-left").textContent = told;
  byId("link-left").hidden = told === "";
}

/** The address follows what is shown. A browser that is asked too often refuses. */
const follow = settled(() => write("replaceState"), 150);

function changed() {
  if (!drawn) return;
  // A problem of the link that led here no longer applies.
  byId("link-problem").textContent = "";
  keep();
}

function keep() {
  // At once: what is shown now may be edited before the address follows.
  remember(viewOf(view).link());
  follow();
}

/** While the view is there still: a page that has become shorter is scrolled up. */
function leaving() {
  scrolled[view] = scrollY;
}

function shown(name) {
  if (name === view && drawn) return;
  if (drawn && !travelling) follow.now();
  view = name;
  viewOf(name).shown?.();
  if (!drawn) return;
  byId("link-problem").textContent = "";
  scrollTo(0, scrolled[name] ?? 0);
  if (!travelling) write("pushState");
}

function open(link, state) {
  const asked = link && tabs.names.includes(link.view) ? link.view : "decode";
  const problems = [link?.problem];
  if (link && !link.problem) {
    if (asked === "decode" && !link.bytes) link.bytes = [];
    if (asked === "decode" && typeof state?.text === "string") link.text = state.text;
    if (link.view !== undefined && link.view !== asked) {
      problems.push(`The link leads to a view that this page does not have: ${short(link.view)}.`);
    }
    if (link.model !== undefined && !models.includes(link.model)) {
      problems.push(
        `The link names a model that this page does not know: ${short(link.model)}. It knows ${models.join(", ")}.`,
      );
    }
    try {
      problems.push(viewOf(asked).open?.(link));
    } catch (error) {
      problems.push(`What the link leads to could not be shown: ${error.message}.`);
    }
  }
  travelling = true;
  tabs.select(asked);
  travelling = false;
  byId("link-problem").textContent = problems.filter(Boolean).join(" ");
}

const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Hands a text that is pasted with the focus on no field to the view. */
function takePasted(event) {
  const { target, clipboardData } = event;
  const text = clipboardData?.getData("text") ?? "";
  if (text === "" || target.closest?.("input, textarea, select")) return;
  event.preventDefault();
  if (viewOf(view).take?.(text)) return;
  if (view !== "decode") tabs.select("decode");
  viewOf("decode").take(text);
}

/** The version, and where the source and the documentation are if the package says so. */
function tellAbout() {
  const link = (href, text) => href && make("a", { href, rel: "noreferrer" }, text);
  const { version, homepage, repository } = ABOUT;
  const links = [
    link(homepage, "Docs"),
    link(repository, "Source"),
    make("span", {}, `v${version}`),
  ];
  byId("about").append(...links.filter(Boolean));
}

function start() {
  document.documentElement.dataset.started = "";
  startTheme();
  tellAbout();
  // Views are of different heights: the browser would scroll the new one to where the old one was.
  history.scrollRestoration = "manual";
  tabs = startTabs({ leaving, shown });
  const link = readLink(location.hash);
  if (!link || link.problem) viewOf("decode").open({ bytes: [...fromHex(sample())] });
  open(link, history.state);

  byId("to-many").addEventListener("click", () => {
    tabs.select("many");
    viewOf("many").take(viewOf("decode").many());
    byId("many-text").focus();
  });
  document.addEventListener("paste", takePasted);
  window.addEventListener("popstate", ({ state }) => {
    // The pending write belongs to the entry that was left.
    follow.drop();
    const asked = readLink(location.hash);
    if (!asked) return;
    // A view that keeps what it shows is shown as it was left.
    if (asked.view === "many") {
      travelling = true;
      tabs.select("many");
      travelling = false;
    } else open(asked, state);
  });
  // The address is the link's to what is shown: no place for the skip link's own.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  byId("copy-link").addEventListener("click", async () => {
    const { hash, left, unread } = linkTo(view, viewOf(view).link());
    if (unread) left.push("the payload, because a part of it cannot be read");
    const without = left.length > 0 ? `, without ${left.join(" and ")}` : "";
    announce(
      (await copy(new URL(hash, location.href).href))
        ? `Link copied${without}.`
        : "The browser does not let this page copy. The link is in the address bar.",
    );
  });
  // Visible content is drawn first.
  requestAnimationFrame(() => setTimeout(rest));
}

/** Does the work that can wait until the first payload has been drawn. */
function rest() {
  performance.mark("decoded");
  drawn = true;
  keep();
  viewOf("decode").rest();
  if (!ONE_FILE && "serviceWorker" in navigator && location.protocol.startsWith("http")) {
    // It makes the page work offline. Without it, it works as long as the server is there.
    const worker = new URL("service-worker.js", import.meta.url);
    navigator.serviceWorker.register(worker).catch(() => {});
  }
  document.documentElement.dataset.ready = "";
}

start();
