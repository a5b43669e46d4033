import { render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

let log;
beforeEach(() => {
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

const Item = ({ name }) => {
  useLogLifecycle(name);
  return <li>{name}</li>;
};

it("keeps the components apart", () => {
  const { rerender } = render([<Item key="a" name="a" />, <Item key="b" name="b" />]);
  expect(log.mock.calls.flat()).toEqual(["a mounted", "b mounted"]);
  rerender([<Item key="b" name="b" />]);
  expect(log.mock.calls.flat()).toEqual(["a mounted", "b mounted", "a unmounted"]);
});
