// The page: its views, and the link that leads to what is shown.
import { startMany } from "./bulk/view.js";
import { announce } from "./copy.js";
import { startDecode } from "./decode.js";
import { byId, settled } from "./dom.js";
import { startEncode } from "./encode/view.js";
import { startFormatter } from "./formatter.js";
import { linkTo, readLink } from "./link.js";
import { startTabs } from "./tabs.js";
import { startTheme } from "./theme.js";

/** An uplink of the WS523 guide, so that the page shows at once what it does. */
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
  if (tabs) follow();
}

function shown(name) {
  view = name;
  views[name]?.shown?.();
  changed();
}

function open(link) {
  byId("link-problem").textContent = link?.problem ?? "";
  const asked = link && tabs.names.includes(link.view) ? link.view : "decode";
  if (link && !link.problem) {
    if (asked === "decode" && !link.bytes) link.bytes = [];
    views[asked]?.open?.(link);
  }
  tabs.select(asked);
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
  window.addEventListener("hashchange", () => open(readLink(location.hash)));
  byId("copy-link").addEventListener("click", async () => {
    const { hash, left } = linkTo(view, views[view].link());
    try {
      await navigator.clipboard.writeText(new URL(hash, location.href).href);
      announce(left.length > 0 ? `Link copied, without ${left.join(" and ")}.` : "Link copied.");
    } catch {
      announce("The browser does not let this page copy. The link is in the address bar.");
    }
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
