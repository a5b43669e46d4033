// Frames of a gallery: they start near the visible part, are watched, and stop when one keeps the browser busy.
const NEAR = "200px";
const LOOK_EVERY_MS = 1000;
const SILENT_MS = 8000; // a healthy frame answers within milliseconds; a busy machine may need seconds to load one

const frameOf = (preview) => preview.querySelector("iframe");
const previewsIn = (within) => within.querySelectorAll("[data-preview]");
const note = (text) => {
  const box = document.createElement("div");
  box.className = "gallery-note";
  box.setAttribute("role", "status");
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Start it again" });
  again.dataset.start = "";
  box.append(again);
  return box;
};

const GUILTY = "Stopped: it kept the browser busy for too long.";
const SUSPECTED = "Stopped: this answer or another one beside it kept the browser busy for too long.";

/** Starts and watches the frames of the previews below `root`. theme(): "dark" or "light". */
export function runFrames(root, theme) {
  const seen = new Map(); // frame to its start (0 before) and its last answer

  function start(preview) {
    const frame = document.createElement("iframe");
    Object.assign(frame, { title: preview.dataset.title, referrerPolicy: "no-referrer" });
    frame.sandbox.add("allow-scripts", "allow-forms");
    frame.src = `${preview.dataset.preview}#${theme()}`;
    preview.replaceChildren(frame);
    seen.set(frame, { begunAt: 0, answeredAt: performance.now() });
  }

  const near = new IntersectionObserver(
    (entries) =>
      entries.forEach(({ isIntersecting, target }) => {
        if (!isIntersecting || frameOf(target) || target.matches("[data-starts-on-click]")) return;
        near.unobserve(target);
        start(target);
      }),
    { rootMargin: NEAR },
  );

  addEventListener("message", (event) => {
    if (event.data?.alive !== true) return;
    for (const [frame, times] of seen) {
      if (frame.contentWindow !== event.source) continue;
      times.answeredAt = performance.now();
      times.begunAt ||= times.answeredAt;
    }
  });

  /** Frames may share one thread: when several are silent, any of them may block the others. */
  function stop(silent) {
    for (const frame of silent) {
      seen.delete(frame);
      frame.replaceWith(note(silent.length === 1 ? GUILTY : SUSPECTED));
    }
  }

  function look() {
    for (const [frame, times] of seen) {
      if (!frame.isConnected) seen.delete(frame);
      else if (document.hidden) times.answeredAt = performance.now();
      else frame.contentWindow.postMessage({ ping: true }, "*");
    }
    const silent = [...seen].filter(([, { answeredAt }]) => performance.now() - answeredAt > SILENT_MS);
    if (silent.length) stop(silent.map(([frame]) => frame));
  }
  setInterval(look, LOOK_EVERY_MS);

  return {
    observe: (within = root) => previewsIn(within).forEach((preview) => near.observe(preview)),
    start,
    reload: (within) => previewsIn(within).forEach((preview) => frameOf(preview) && start(preview)),
    tell: (message) => previewsIn(root).forEach((preview) => frameOf(preview)?.contentWindow.postMessage(message, "*")),
    paint: () =>
      previewsIn(root).forEach((preview) => {
        const frame = frameOf(preview);
        if (frame) frame.src = `${preview.dataset.preview}#${theme()}`; // a new fragment does not load the page again
      }),
  };
}
