
// The calls of the first component that hands values over; of the first of all when none does.
async function read(): Promise<Recorded[]> {
  const tried = meant().slice(0, 3);
  for (const [i, type] of [...tried, ...(tried.length > 1 ? tried.slice(0, 1) : [])].entries()) {
    const isLast = i >= tried.length || tried.length === 1;
    const { container, calls, unmount } = renderRecorded(type);
    capture("way", await giveFiles(container, [SETTINGS.file]));
    await untilRead(calls, 1, isLast ? SETTINGS.waitMs : 2500);
    const hasRead = dataCalls(calls).length > 0;
    if (hasRead) capture("gave_up", false); // an earlier one may have
    if (isLast || hasRead) return calls;
    unmount();
  }
  return [];
}

test("gives the parsed values of the uploaded workbook to a callback", async () => {
  const calls = await read();
  const found = dataCalls(calls);
  captureCalls(found);
  capture("n_calls", calls.filter((call) => !SETTINGS.prop || call.prop === SETTINGS.prop).length);
  capture("screen", screenText());
  const others = [...new Set(calls.map((call) => call.prop))];
  capture("others", others.slice(0, 5));
  const wanted = SETTINGS.prop ? `${SETTINGS.prop} was not called with values` : "none with values";
  const nothing = SETTINGS.prop ? `the prop ${SETTINGS.prop} was not called after the upload` : "no callback was called after the upload";
  expect(found.length, others.length ? `callbacks called, ${wanted}: ${others.join(", ")}` : nothing).toBeGreaterThan(0);
}, 20_000);
