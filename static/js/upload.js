// Sends one workbook, with progress. Used by the workbooks page and the prompt page.

export function csrfToken() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}

const MB = 2 ** 20;
const LARGE = 4 * MB; // the server reports no progress for smaller files (webapp/workbooks/upload_progress.py)
const LOOK_MS = 400;
const sizeOf = (bytes) => (bytes < MB ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MB).toFixed(1)} MB`);

/**
 * Resolves to {id, name, summary, url}, {error}: one sentence, or {isCancelled}. Never rejects.
 * signal: of an AbortController; onStep: gets the current step in words; onFirstRows: gets {sheet, rows} of a large
 * file while it is checked.
 */
export function uploadWorkbook(url, file, bar, { signal, onStep = () => {}, onFirstRows } = {}) {
  const data = new FormData();
  const token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let isDone = false,
    watching;
  data.append("progress", token);
  data.append("file", file);
  data.append("csrfmiddlewaretoken", csrfToken());
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  request.timeout = 180000;
  bar.hidden = false;
  bar.value = 0;
  onStep(`Sending ${file.name} …`);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
    onStep(`Sending ${file.name}: ${sizeOf(event.loaded)} of ${sizeOf(event.total)}`);
    if (event.loaded < event.total) return;
    bar.removeAttribute("value"); // all bytes are sent, and the server checks the file
    onStep(`Checking ${file.name} …`);
  });
  /** The server's progress while it reads the file. */
  async function look() {
    const response = await fetch(new URL(`uploads/${token}/`, new URL(url, location.href))).catch(() => null);
    const progress = response?.ok ? await response.json().catch(() => null) : null;
    if (isDone || !progress) return;
    if (progress.first) onFirstRows(progress.first);
    if (progress.share !== null)
      onStep(
        progress.share < 0.99
          ? `Checking ${file.name}: ${Math.round(progress.share * 100)} % read`
          : `Laying out the rows of ${file.name} …`,
      );
  }
  if (onFirstRows && file.size >= LARGE) watching = setInterval(look, LOOK_MS);
  signal?.addEventListener("abort", () => request.abort());
  return new Promise((resolve) => {
    const end = (answer) => {
      isDone = true;
      clearInterval(watching);
      bar.hidden = true;
      resolve(answer);
    };
    request.addEventListener("load", () => {
      try {
        end(JSON.parse(request.responseText));
      } catch {
        end({ error: `${file.name} could not be uploaded: the server answered ${request.status}. Reload the page and try again.` });
      }
    });
    request.addEventListener("abort", () => end({ isCancelled: true }));
    request.addEventListener("error", () => end({ error: `${file.name} could not be sent: the connection broke. Try again.` }));
    request.addEventListener("timeout", () => end({ error: `${file.name} was not checked within 3 minutes. Try a smaller file.` }));
    request.send(data);
  });
}
