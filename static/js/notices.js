// A notice when one of the person's runs ends: title, icon and, where the person allowed it, a notification.
const STAYS_MS = 20000; // while somebody looks at the page
const icon = document.querySelector('link[rel="icon"]');
const before = { title: document.title, icon: icon?.href };
let timer = null;

function clear() {
  clearTimeout(timer);
  timer = null;
  document.title = before.title;
  if (icon) icon.href = before.icon;
}

/** message: run, title, and by: the number of the person who started it. */
export function runEnded({ run, title, by }) {
  if (String(by) !== document.body.dataset.signedIn) return;
  if (!timer) before.title = document.title;
  document.title = `✓ ${title} ended · Bakeoff`;
  if (icon) icon.href = icon.dataset.ended;
  clearTimeout(timer);
  timer = setTimeout(() => document.hasFocus() && clear(), STAYS_MS);
  if (document.hasFocus() || !("Notification" in window) || Notification.permission !== "granted") return;
  const notice = new Notification("Bakeoff: a run ended", { body: title, tag: `run-${run}`, icon: icon?.href });
  notice.addEventListener("click", () => {
    window.focus();
    location.assign(`/runs/${run}/`);
  });
}

addEventListener("focus", () => timer && setTimeout(clear, 3000));

/** Button of the preferences page: the browser asks the person. */
export function offerNotifications() {
  const panel = document.getElementById("notices");
  if (!panel) return;
  panel.hidden = false;
  const notice = panel.querySelector("[data-notices]");
  const button = panel.querySelector("[data-ask-notices]");
  const show = () => {
    const state = "Notification" in window ? Notification.permission : "unsupported";
    button.hidden = state !== "default";
    notice.textContent =
      {
        granted: "Allowed in this browser.",
        denied: "Blocked in this browser. You can allow notifications in the browser's settings for this site.",
        unsupported: "This browser shows no notifications here: they need https or localhost.",
      }[state] ?? "";
  };
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    show();
  });
  show();
}
