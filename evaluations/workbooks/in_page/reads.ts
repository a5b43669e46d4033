
test("gives the parsed values of the uploaded workbook to a callback", async () => {
  const { container, calls } = show();
  capture("way", await giveFiles(container, [SETTINGS.file]));
  await untilRead(calls, 1, 5000);
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
