// Every page: keys, copy buttons, and the site's socket. The socket tells what changed, and parts reload themselves.
import { offerNotifications, runEnded } from "./notices.js";
import { calmly, connect, pauseByCost } from "./socket.js";

const pause = pauseByCost(300, 5000);
const say = (name) => calmly(() => document.body.dispatchEvent(new CustomEvent(name)), pause);
const runChanged = say("run-changed");
const modelsChanged = say("models-changed");

if ("signedIn" in document.body.dataset && !document.querySelector("[data-own-socket]"))
  connect("/ws/site/", {
    onMessage: (message) => {
      if (message.type === "models.changed") modelsChanged();
      else if (message.type === "run.ended") runEnded(message);
      else runChanged();
    },
    onOpen: () => {
      if (performance.now() > 5000) runChanged(); // a page that was just loaded is up to date
    },
  });

offerNotifications();

// What a page asks for by itself, told of a change or every few seconds, gives way to what somebody waits for
// (webapp/site/db_threads.py).
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  const cause = detail.triggeringEvent?.type ?? "clock";
  if (["clock", "run-changed", "models-changed"].includes(cause)) detail.headers["X-Background"] = "1";
});

// The theme changes at once; without JavaScript the page is loaded again.
document.querySelector("[data-theme-switch]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { value } = event.submitter;
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  await fetch(event.target.action, { method: "POST", body, redirect: "manual" });
  if (value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  for (const button of event.target.querySelectorAll("[name=theme]"))
    button.setAttribute("aria-pressed", String(button === event.submitter));
});

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("main [data-row], main tbody tr")].filter((row) => row.querySelector("a"));
const linkOf = (row) => row.querySelector("[data-open], th a, a");
let isGoing = false;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const current = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.max(0, Math.min(all.length - 1, current < 0 ? 0 : current + step))];
  linkOf(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  if (letter === "d") location.assign("/");
  else if (link) link.click();
}

/** The verdicts of the help page below the list of keys. They are fetched on request and are not part of every page. */
async function bringGlossary() {
  const glossary = document.querySelector("[data-glossary]");
  if (!glossary || glossary.childElementCount) return;
  const response = await fetch(glossary.dataset.glossary).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const list = page.querySelector(".glossary");
  for (const term of list?.querySelectorAll("[id]") ?? []) term.removeAttribute("id");
  if (list) glossary.replaceChildren(Object.assign(document.createElement("h2"), { textContent: "Verdicts" }), list);
}

const ACTIONS = {
  "/": () => document.getElementById("site-search")?.focus(),
  "?": () => {
    document.getElementById("keys").showModal();
    bringGlossary();
  },
  j: () => move(1),
  k: () => move(-1),
  n: () => document.querySelector('main a[rel="next"]')?.click(),
  p: () => document.querySelector('main a[rel="prev"]')?.click(),
  Escape: () => {
    const up = [...document.querySelectorAll("main .crumbs a:not([rel])")].at(-1);
    if (up) up.click();
    else if (document.referrer.startsWith(`${location.origin}/`)) history.back(); // a page without a parent page
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const target = event.composedPath()[0]; // inside the shadow tree of a code editor, too
  if (isTyping(target)) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (isGoing) {
    isGoing = false;
    event.preventDefault();
    go(event.key);
  } else if (event.key === "g") {
    isGoing = true;
    setTimeout(() => (isGoing = false), 1200);
  } else if (Object.hasOwn(ACTIONS, event.key)) {
    event.preventDefault();
    ACTIONS[event.key]();
  }
});

document.addEventListener("click", async (event) => {
  const menu = document.querySelector(".site-me[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
  const button = event.target.closest("[data-copy-from]");
  if (!button) return;
  const from = document.getElementById(button.dataset.copyFrom);
  await navigator.clipboard.writeText(from.value ?? from.textContent);
  const before = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = before), 1200);
});
