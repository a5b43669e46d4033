// Sends one workbook, with progress. Used by the workbooks page and the prompt page.

export function csrfToken() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}

const MB = 2 ** 20;
const sizeOf = (bytes) => (bytes < MB ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MB).toFixed(1)} MB`);

/**
 * Resolves to {id, name, summary, url}, {error}: one sentence, or {isCancelled}. Never rejects.
 * signal: of an AbortController; onStep: gets what is being done, in words.
 */
export function uploadWorkbook(url, file, bar, { signal, onStep = () => {} } = {}) {
  const data = new FormData();
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
    bar.removeAttribute("value"); // all sent: the server is checking it
    onStep(`Checking ${file.name} …`);
  });
  signal?.addEventListener("abort", () => request.abort());
  return new Promise((resolve) => {
    const end = (answer) => {
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
