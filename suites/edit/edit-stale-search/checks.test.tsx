import { act, fireEvent, render, screen } from "@testing-library/react";
import Search from "./Search";

function start() {
  const waiting = new Map<string, { resolve: (found: string[]) => void; reject: (error: Error) => void }>();
  const search = vi.fn((query: string) => new Promise<string[]>((resolve, reject) => waiting.set(query, { resolve, reject })));
  render(<Search search={search} />);
  const type = (value: string) => fireEvent.change(screen.getByLabelText("Search"), { target: { value } });
  const answer = (query: string, found: string[]) => act(async () => waiting.get(query)!.resolve(found));
  const fail = (query: string) => act(async () => waiting.get(query)!.reject(new Error("no")));
  return { search, type, answer, fail };
}
const shown = () => screen.queryAllByRole("listitem").map((item) => item.textContent);

describe("change", () => {
  test("an older answer that comes later does not count", async () => {
    const { type, answer } = start();
    type("a");
    type("ab");
    await answer("ab", ["new"]);
    await answer("a", ["old"]);
    expect(shown()).toEqual(["new"]);
  });
  test("an older failure does not count", async () => {
    const { type, answer, fail } = start();
    type("a");
    type("ab");
    await answer("ab", ["new"]);
    await fail("a");
    expect(screen.queryByRole("alert")).toBeNull();
  });
  test("an empty query shows nothing, whatever comes then", async () => {
    const { type, answer } = start();
    type("a");
    await answer("a", ["one"]);
    type("ab");
    type("");
    expect(shown()).toEqual([]);
    await answer("ab", ["two"]);
    expect(shown()).toEqual([]);
  });
});

describe("kept", () => {
  test("shows what is found", async () => {
    const { type, answer, search } = start();
    expect(shown()).toEqual([]);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(search).not.toHaveBeenCalled();
    type("a");
    await answer("a", ["one", "two"]);
    expect(shown()).toEqual(["one", "two"]);
    type("ab");
    expect(search.mock.calls).toEqual([["a"], ["ab"]]);
    await answer("ab", ["three"]);
    expect(shown()).toEqual(["three"]);
  });
  test("says that it failed, until it succeeds", async () => {
    const { type, answer, fail } = start();
    type("a");
    await fail("a");
    expect(screen.getByRole("alert").textContent).toBe("Search failed");
    type("ab");
    await answer("ab", ["one"]);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(shown()).toEqual(["one"]);
  });
  test("asks nothing for an empty query", () => {
    const { type, search } = start();
    type("a");
    type("");
    expect(search).toHaveBeenCalledTimes(1);
  });
});
