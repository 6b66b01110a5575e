// The page: its views, and the link that leads to what is shown.
import { startMany } from "./bulk/view.js";
import { announce, copy } from "./copy.js";
import { startDecode } from "./decode.js";
import { byId, settled } from "./dom.js";
import { startEncode } from "./encode/view.js";
import { startFormatter } from "./formatter.js";
import { linkTo, readLink, remember } from "./link.js";
import { models } from "./models.js";
import { startTabs } from "./tabs.js";
import { startTheme } from "./theme.js";

/** An uplink with the channels of the WS523 guide's sensor data, so that the page shows at once what it does. */
const FIRST = [
  0x08, 0x70, 0x01, 0x05, 0x81, 0x29, 0x07, 0xc9, 0x02, 0x00, 0x03, 0x74, 0xf5, 0x08, 0x06, 0x83,
  0x05, 0x00, 0x00, 0x00, 0x04, 0x80, 0x01, 0x00, 0x00, 0x00,
];

/** How each view starts: once it is shown, so that nobody waits for those that are not. */
const starts = {
  decode: () => startDecode(changed),
  encode: () => startEncode(changed),
  many: () => startMany(inspect),
  formatter: () => startFormatter(changed),
};
const started = {};
let view = "decode";
let tabs;
/** Whether what the page opened with has been drawn. */
let drawn = false;

function viewOf(name) {
  started[name] ??= starts[name]();
  return started[name];
}

/** Shows a payload of a file by itself. */
function inspect(payload) {
  viewOf("decode").open(payload);
  tabs.select("decode");
  byId("payload").focus();
}

/** The address follows what is shown. A browser that is asked too often refuses. */
const follow = settled(() => {
  const { hash, left } = linkTo(view, viewOf(view).link());
  try {
    history.replaceState(null, "", hash);
  } catch {
    // A page in a frame without an address of its own keeps none; the button still gives the link.
  }
  const told = left.length > 0 ? `The link leaves out ${left.join(" and ")}.` : "";
  byId("link-left").textContent = told;
  byId("link-left").hidden = told === "";
}, 150);

function changed() {
  if (!drawn) return;
  // What was wrong with the link that led here is over.
  byId("link-problem").textContent = "";
  keep();
}

function keep() {
  // At once: what is shown now may be edited before the address follows.
  remember(viewOf(view).link());
  follow();
}

function shown(name) {
  view = name;
  viewOf(name).shown?.();
  changed();
}

function open(link) {
  const asked = link && tabs.names.includes(link.view) ? link.view : "decode";
  const problems = [link?.problem];
  if (link && !link.problem) {
    if (asked === "decode" && !link.bytes) link.bytes = [];
    if (link.view !== undefined && link.view !== asked) {
      problems.push(`The link leads to a view that this page does not have: ${link.view}.`);
    }
    if (link.model !== undefined && !models.includes(link.model)) {
      problems.push(
        `The link names a model that this page does not know: ${link.model}. It knows ${models.join(", ")}.`,
      );
    }
    problems.push(viewOf(asked).open?.(link));
  }
  tabs.select(asked);
  byId("link-problem").textContent = problems.filter(Boolean).join(" ");
}

function start() {
  startTheme();
  tabs = startTabs(shown);
  const link = readLink(location.hash);
  if (!link || link.problem) viewOf("decode").open({ bytes: FIRST });
  open(link);

  byId("to-many").addEventListener("click", () => {
    tabs.select("many");
    viewOf("many").take(viewOf("decode").many());
    byId("many-text").focus();
  });
  window.addEventListener("hashchange", () => {
    const asked = readLink(location.hash);
    if (asked) open(asked);
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
  // What is on screen comes first.
  requestAnimationFrame(() => setTimeout(rest));
}

/** What nobody waits for at the start, once the first payload has been drawn. */
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
