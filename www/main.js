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

let views = {};
let view = "decode";
let tabs;

/** The address follows what is shown. A browser that is asked too often refuses. */
const follow = settled(() => {
  const { hash, left } = linkTo(view, views[view]?.link() ?? {});
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
  if (!tabs) return;
  // What was wrong with the link that led here is over.
  byId("link-problem").textContent = "";
  // At once: what is shown now may be edited before the address follows.
  remember(views[view]?.link() ?? {});
  follow();
}

function shown(name) {
  view = name;
  views[name]?.shown?.();
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
    problems.push(views[asked].open?.(link));
  }
  tabs.select(asked);
  byId("link-problem").textContent = problems.filter(Boolean).join(" ");
}

function start() {
  startTheme();
  views = {
    decode: startDecode(changed),
    encode: startEncode(changed),
    many: startMany((payload) => {
      views.decode.open(payload);
      tabs.select("decode");
      byId("payload").focus();
    }),
    formatter: startFormatter(changed),
  };
  tabs = startTabs(shown);
  const link = readLink(location.hash);
  if (!link || link.problem) views.decode.open({ bytes: FIRST });
  open(link);

  byId("to-many").addEventListener("click", () => {
    tabs.select("many");
    views.many.take(views.decode.many());
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
    const { hash, left, unread } = linkTo(view, views[view].link());
    if (unread) left.push("the payload, because a part of it cannot be read");
    const without = left.length > 0 ? `, without ${left.join(" and ")}` : "";
    announce(
      (await copy(new URL(hash, location.href).href))
        ? `Link copied${without}.`
        : "The browser does not let this page copy. The link is in the address bar.",
    );
  });
  document.documentElement.dataset.ready = "";
  // Once what is shown by now has been drawn.
  requestAnimationFrame(() => setTimeout(() => performance.mark("decoded")));
}

start();

// What makes the page work offline, where it comes from a server.
if (!ONE_FILE && "serviceWorker" in navigator && location.protocol.startsWith("http")) {
  const keep = () =>
    // Without it the page works as well, as long as the server is there.
    navigator.serviceWorker.register(new URL("service-worker.js", import.meta.url)).catch(() => {});
  // What is on screen comes first.
  if (document.readyState === "complete") keep();
  else window.addEventListener("load", keep);
}
