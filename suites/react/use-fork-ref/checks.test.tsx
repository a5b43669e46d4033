import * as answer from "./answer";
import { render, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useForkRef: any = pickExport(answer as any, { name: "useForkRef", like: /^use[A-Z]/ });

function Example({ a, b, n = 0 }: any) {
  const ref = useForkRef(a, b);
  return <p ref={ref}>{n}</p>;
}

test("gives the element to objects and functions", () => {
  const a: any = { current: null };
  const b = vi.fn();
  const { container, unmount } = render(<Example a={a} b={b} />);
  expect(a.current).toBe(container.firstChild);
  expect(b.mock.calls).toEqual([[container.firstChild]]);
  unmount();
  expect(a.current).toBe(null);
  expect(b.mock.calls.at(-1)).toEqual([null]);
});

test.each([[null], [undefined]])("one of them may be %s", (nothing) => {
  const a: any = { current: null };
  const { container } = render(<Example a={a} b={nothing} />);
  expect(a.current).toBe(container.firstChild);
  const b = vi.fn();
  const other = render(<Example a={nothing} b={b} />);
  expect(b).toHaveBeenCalledWith(other.container.firstChild);
});

test("of none there is none", () => {
  expect(renderHook(() => useForkRef(null, null)).result.current).toBe(null);
});

test("stays the same while they stay", () => {
  const a = { current: null };
  const b = vi.fn();
  const { rerender } = render(<Example a={a} b={b} />);
  rerender(<Example a={a} b={b} n={1} />);
  expect(b).toHaveBeenCalledTimes(1);
});

test("goes over to another one", () => {
  const a: any = { current: null };
  const b: any = { current: null };
  const { container, rerender } = render(<Example a={a} b={null} />);
  rerender(<Example a={b} b={null} />);
  expect(b.current).toBe(container.firstChild);
});
