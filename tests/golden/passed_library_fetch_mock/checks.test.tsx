import { act, fireEvent, render, screen } from "@testing-library/react";
import fetchMock from "fetch-mock";
import Comments from "./candidate";

const before = globalThis.fetch;
afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

async function send() {
  await act(async () => { render(<Comments />); });
  await act(async () => { fireEvent.click(screen.getByText("Send")); });
}

test("gives the answer of a route", async () => {
  fetchMock.post("/api/comments?draft=1", { status: 200, body: { said: "Thank you" } });
  await send();
  expect(fetchMock.calls("/api/comments?draft=1").length).toBe(1);
  expect(JSON.parse(fetchMock.lastOptions().body)).toEqual({ text: "Hello" });
  expect(screen.getByText("Thank you")).toBeInTheDocument();
});
test("forgets the calls of the test before", async () => {
  fetchMock.post("begin:/api/", 500);
  expect(fetchMock.called()).toBe(false);
  await send();
  expect(fetchMock.called("begin:/api/")).toBe(true);
  expect(screen.getByText("Error 500")).toBeInTheDocument();
});
test("reads a body once", async () => {
  fetchMock.get("/api/a", { a: 1 });
  const response = await fetch("/api/a");
  const copy = response.clone();
  expect(await response.json()).toEqual({ a: 1 });
  await expect(response.text()).rejects.toThrow(TypeError);
  expect(await copy.text()).toBe('{"a":1}');
});
test("gives the page its own fetch back", () => {
  expect(globalThis.fetch).toBe(before);
});
