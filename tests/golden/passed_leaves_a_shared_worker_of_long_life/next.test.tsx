test("hears nobody", async () => {
  const heard: unknown[] = [];
  const channel = new BroadcastChannel("left");
  channel.onmessage = (event) => heard.push(event.data);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard).toEqual([]);
});
