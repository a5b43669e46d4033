
// One variant of the upload, told as facts: what was called, what went wrong, what is on the screen. Nothing fails here.
const errors: string[] = [];
const alerts: string[] = [];
const noteError = (error: any) => { errors.push(String(error?.message ?? error).slice(0, 300)); };
addEventListener("error", (event) => noteError(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => noteError(event.reason));
(globalThis as any).alert = (text: unknown) => { alerts.push(String(text).slice(0, 500)); };

const frames: number[] = [];
let changedAt = 0;
let isWatching = true;
function watchFrames(now: number): void {
  frames.push(now);
  if (isWatching) requestAnimationFrame(watchFrames);
}
for (const kind of ["change", "drop"])
  document.addEventListener(kind, () => { changedAt = performance.now(); }, { capture: true });

async function careful(body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
  } catch (error) {
    noteError(error);
  }
}

/** No file chosen, as browsers tell it that clear the choice: the change event comes with an empty list. */
async function cancel(): Promise<void> {
  const input = fileInput()!;
  await act(async () => {
    input.value = "";
    for (const kind of ["input", "change", "cancel"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}

const nextFrame = () => act(async () => { await new Promise((resolve) => requestAnimationFrame(resolve)); });

/** ms from the file's arrival, or from the button that had to be pressed, to the n-th call with values; null when it does not come. */
async function timed(calls: Recorded[], n: number): Promise<number | null> {
  let cameAt: number | null = null;
  const isDone = () => {
    if (dataCalls(calls).length >= n) cameAt ??= performance.now();
    return cameAt !== null;
  };
  await pressUntil(document.body, isDone, {
    aloneMs: 800, ms: 800 + SETTINGS.waitMs, pause: nextFrame, pressed: () => { changedAt = performance.now(); },
  });
  if (cameAt === null) capture("gave_up", true);
  return cameAt === null ? null : cameAt - changedAt;
}

function tellFrames(ms: number | null): void {
  const from = frames.filter((at) => at >= changedAt - 20);
  const gaps = from.slice(1).map((at, i) => at - from[i]);
  if (patience > 1) return; // wall time says nothing about the component then
  capture("ms", ms);
  capture("n_frames", gaps.length);
  capture("longest_frame_ms", gaps.length ? Math.max(...gaps) : null);
}

test(`variant: ${SETTINGS.variant}`, async () => {
  const { container, calls } = renderRecorded(meant()[0]);
  let first = 0;
  const before = SETTINGS.before as string[];
  let isOffered = true;
  if (before.length) {
    await careful(async () => {
      await giveFiles(container, before);
      await untilRead(calls, 1, 2500);
    });
    first = dataCalls(calls).length;
  }
  const stood = container.childElementCount > 0;
  const shown = screenText();
  if (SETTINGS.needsInput && !fileInput()) isOffered = false;
  if (SETTINGS.files.length > 1 && fileInput() && !fileInput()!.multiple) isOffered = false;
  if (isOffered) {
    requestAnimationFrame(watchFrames);
    await careful(async () => {
      if (SETTINGS.files.length) await giveFiles(container, SETTINGS.files);
      else await cancel();
      let ms = null;
      if (SETTINGS.isTimed) ms = await timed(calls, first + 1);
      else await untilRead(calls, first + 1, SETTINGS.waitMs);
      await pause(60);
      isWatching = false;
      if (SETTINGS.isTimed) tellFrames(ms);
    });
  }
  captureCalls(dataCalls(calls).slice(first));
  capture("facts", {
    is_offered: isOffered, stands: !stood || container.childElementCount > 0, errors: errors.slice(0, 5), alerts: alerts.slice(0, 5),
    before: shown, screen: screenText(), n_calls: dataCalls(calls).length - first,
  });
}, 20_000);
