// Answers and thoughts that are being written, in the panes of a page: [data-candidate].
const KEPT = 4000; // characters of a thought; the server sends no more to a page that is opened later

const codePoints = (element) => [...element.textContent]; // as the server counts

/** Adds a piece to the known text; null when a piece of the answer is missing. Of a thought only the end is kept. */
function extend(known, start, piece, isThought) {
  const added = piece.slice(Math.max(0, known.n - start));
  const isAgain = start === 0 && known.n > 0 && added.length === 0; // asked again from the start
  if (isAgain || (isThought && start > known.n)) return { n: start + piece.length, shown: piece };
  if (start > known.n) return null;
  const shown = known.shown.concat(added);
  return { n: known.n + added.length, shown: isThought ? shown.slice(-KEPT) : shown };
}

function read(pane) {
  const [thought, text] = ["thinking", "text"].map((channel) => pane.querySelector(`[data-channel="${channel}"]`));
  const shown = codePoints(text);
  return {
    thinking: { n: Number(thought.dataset.n), shown: codePoints(thought) },
    text: { n: shown.length, shown },
  };
}

function write(pane, channel, { shown }) {
  const element = pane.querySelector(`[data-channel="${channel}"]`);
  const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  element.textContent = shown.join("");
  if (atEnd) element.scrollTop = element.scrollHeight;
}

function show(pane, answer) {
  pane.classList.toggle("is-thinking", answer.thinking.n > 0 && answer.text.n === 0);
  for (const channel of ["thinking", "text"]) write(pane, channel, answer[channel]);
}

/** Keeps the panes below `root` up to date. onGap: a message has no pane, or a piece is missing. */
export function liveAnswers(root, onGap) {
  const answers = new Map();
  const paneOf = (id) => root.querySelector(`[data-candidate="${id}"]`);

  function take({ candidate, channel, start, text }) {
    const pane = paneOf(candidate);
    const answer = answers.get(candidate) ?? (pane && read(pane));
    if (!answer) return onGap();
    const piece = [...text];
    const extended = extend(answer[channel], start, piece, channel === "thinking");
    if (!extended) return onGap();
    if (channel === "thinking" && start === 0) answer.text = { n: 0, shown: [] };
    answer[channel] = extended;
    answers.set(candidate, answer);
    if (pane) show(pane, answer);
  }

  /** The server's part may be slightly older than the socket's text: the longer text stays. */
  function rendered() {
    const shown = new Set();
    for (const pane of root.querySelectorAll("[data-candidate]")) {
      const id = Number(pane.dataset.candidate);
      const stored = answers.get(id);
      const newText = read(pane);
      shown.add(id);
      if (stored && stored.text.n + stored.thinking.n > newText.text.n + newText.thinking.n) show(pane, stored);
      else answers.set(id, newText);
      for (const element of pane.querySelectorAll("[data-channel]")) element.scrollTop = element.scrollHeight;
    }
    for (const id of answers.keys()) if (!shown.has(id)) answers.delete(id);
  }

  return { take, rendered };
}
