import * as c from "./candidate";

test("classes with private fields", () => {
  expect(new c.Point(1)).toEqual(new c.Point(1));
  expect(new c.Point(1)).toMatchObject({ x: 1, label: "p" });
  expect(new c.Point(1)).toEqual(expect.objectContaining({ x: 1 }));
  expect([new c.Point(1)]).toEqual([expect.any(c.Point)]);
  expect(new c.Point(1)).toBeInstanceOf(c.Point);
  expect(new c.Point(1)).toHaveProperty("x", 1);
  expect({ label: "p" }).not.toStrictEqual(new c.Point(1));
});
test("subclasses of built-ins", () => {
  expect(new c.Names(["b", "a"])).toEqual(new c.Names(["a", "b"]));
  expect(new c.Names(["a"])).not.toEqual(new c.Names(["b"]));
  expect(new c.Ages([["a", 1], ["b", 2]])).toEqual(new c.Ages([["b", 2], ["a", 1]]));
  expect(c.Rows.from([1, 2])).toEqual([1, 2]);
  expect(new c.Moment(5)).toEqual(new c.Moment(5));
  expect(new Date(5)).not.toEqual(new Date(6));
  expect(new c.Problem("x")).toEqual(new c.Problem("x"));
  expect(new c.Problem("x")).not.toEqual(new c.Problem("y"));
});
test("iterables", () => {
  expect(new c.Steps(3)).toEqual(new c.Steps(3));
  expect(new c.Steps(3)).not.toEqual(new c.Steps(4));
  expect([...new c.Steps(2)]).toEqual([1, 2]);
  expect(c.query).toEqual(new URLSearchParams("a=1&b=2"));
});
test("proxies, getters, cycles", () => {
  expect(c.proxied).toEqual({ foo: 1, list: [1, { a: 2 }] });
  expect(c.proxied).not.toEqual({ foo: 1, list: [1, { a: 3 }] });
  expect(c.lazy).toEqual({ foo: [1, 2], bar: { deep: new Map([["a", new Date(0)]]) } });
  const same: any = { name: "a", children: [{ name: "b" }] };
  same.children[0].parent = same;
  expect(c.cycle).toEqual(same);
  expect(c.count).toMatchObject({ calls: 0 });
});
test("what is left", () => {
  expect(c.bare).toEqual({ a: 1 });
  expect(c.holes).toEqual([1, undefined, 3]);
  expect(c.holes).not.toStrictEqual([1, undefined, 3]);
  expect(c.boxed).toEqual([Object(1), Object("a"), Object(true)]);
  expect(c.tagged).toEqual({ [Symbol.for("kind")]: 1 });
  expect(c.tagged).not.toStrictEqual({ [Symbol.for("kind")]: 1 });
  expect(c.frozen).toEqual({ list: [1, { a: 1 }] });
  expect(c.address).toEqual(new URL("http://a.example/b?c=1"));
  expect(c.address).not.toEqual(new URL("http://a.example/b?c=2"));
  expect(c.bytes).toEqual(new Uint8Array([1, 2, 3]));
  expect(c.bytes).not.toEqual(new Uint8Array([1, 2, 4]));
  expect(/a/g).toEqual(/a/g);
  expect(/a/g).not.toEqual(/a/);
});
test("what throws", () => {
  expect(() => c.parse("a")).toThrow("no sheet a");
  expect(() => c.parse("a")).toThrow(c.Problem);
  expect(() => c.parse("a")).toThrow(new c.Problem("no sheet a"));
  expect(() => c.parse("a")).toThrow(/sheet/);
  expect(() => c.parse("a")).not.toThrow("sheet b");
  expect(() => 1).not.toThrow();
  const thrower = vi.fn(() => { throw new Error("x"); });
  expect(thrower).toThrow("x");
  expect(thrower).toHaveBeenCalledTimes(1);
});
test("calls", () => {
  const onRows = vi.fn();
  onRows(c.lazy, [new c.Point(2)], new Date(3));
  expect(onRows).toHaveBeenCalledWith({ foo: [1, 2], bar: expect.anything() }, [new c.Point(2)], new Date(3));
  expect(onRows).not.toHaveBeenCalledWith({ foo: [1, 3], bar: expect.anything() }, [new c.Point(2)], new Date(3));
});
