// A socket that reconnects by itself. It calls onOpen again after a break, because messages may have been missed. The
// server sends "joined" once it passes messages on. It sends no message about what changed before.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15000;
const QUICK_MS = 150;

const states = new Map(); // of the page's sockets: "opening", "open" or "closed"

/** Notes a socket's state. The page's is "open" when all its sockets are, and "closed" when one is. */
function note(path, state) {
  states.set(path, state);
  const all = [...states.values()];
  const isOpen = all.every((each) => each === "open");
  document.body.dataset.socket = isOpen ? "open" : all.includes("closed") ? "closed" : "opening";
}

/** Calls onMessage with each parsed message and onOpen after every (re)connection. */
export function connect(path, { onMessage, onOpen = () => {} }) {
  let wait = FIRST_WAIT_MS;
  const address = new URL(path, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  note(path, "opening");
  const open = () => {
    const socket = new WebSocket(address);
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.type !== "joined") return onMessage(message);
      wait = FIRST_WAIT_MS;
      note(path, "open");
      onOpen();
    });
    socket.addEventListener("close", (event) => {
      note(path, "closed");
      if (event.code === 4401 || event.code === 4404) return; // signed out, or not allowed: another try would fail too
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };
  open();
}

/** Runs `act` at once, then at most every `pause()` ms. While the page is hidden, it waits until it is visible. */
export function calmly(act, pause) {
  let timer = null;
  let isWanted = false;
  const tick = () => {
    timer = null;
    if (isWanted) begin();
  };
  const begin = () => {
    if (document.hidden) return;
    isWanted = false;
    timer = setTimeout(tick, pause());
    act();
  };
  document.addEventListener("visibilitychange", () => isWanted && !timer && begin());
  return () => {
    isWanted = true;
    if (!timer) begin();
  };
}

/**
 * Pause between two requests: twice the last one's time, so that they never use more than a third of a server's core;
 * longer after a slow request, because then many pages ask at once.
 */
export function pauseByCost(low, high) {
  let begun = 0;
  let pause = low;
  document.body.addEventListener("htmx:beforeRequest", () => (begun = performance.now()));
  document.body.addEventListener("htmx:afterRequest", () => {
    const took = performance.now() - begun;
    pause = Math.min(high, Math.max(low, 2 * took * Math.max(1, took / QUICK_MS)));
  });
  return () => pause;
}
