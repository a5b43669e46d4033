import { EventEmitter } from "./answer";

const recorder = () => {
  const seen = [];
  return [seen, (...values) => seen.push(values)];
};

test("calls listeners with the values, in order", () => {
  const emitter = new EventEmitter();
  const seen = [];
  emitter.on("a", (...values) => seen.push(["first", ...values]));
  emitter.on("a", (...values) => seen.push(["second", ...values]));
  emitter.on("b", () => seen.push("other"));
  expect(emitter.emit("a", 1, "x")).toBe(2);
  expect(seen).toEqual([["first", 1, "x"], ["second", 1, "x"]]);
});
test("nobody listens", () => {
  expect(new EventEmitter().emit("a")).toBe(0);
});
test("the returned function removes one", () => {
  const emitter = new EventEmitter();
  const [seen, listener] = recorder();
  const remove = emitter.on("a", listener);
  emitter.on("a", listener);
  expect(emitter.emit("a", 1)).toBe(2);
  remove();
  expect(emitter.emit("a", 2)).toBe(1);
  remove();
  expect(emitter.emit("a", 3)).toBe(1);
  expect(seen).toEqual([[1], [1], [2], [3]]);
});
test("once is once", () => {
  const emitter = new EventEmitter();
  const [seen, listener] = recorder();
  emitter.once("a", listener);
  expect(emitter.emit("a", 1)).toBe(1);
  expect(emitter.emit("a", 2)).toBe(0);
  expect(seen).toEqual([[1]]);
});
test("once can be taken back before", () => {
  const emitter = new EventEmitter();
  const [seen, listener] = recorder();
  emitter.once("a", listener)();
  emitter.emit("a");
  expect(seen).toEqual([]);
});
test("a once listener that emits again is called once", () => {
  const emitter = new EventEmitter();
  let n = 0;
  emitter.once("a", () => {
    n++;
    if (n < 5) emitter.emit("a");
  });
  emitter.emit("a");
  expect(n).toBe(1);
});
test("adding and removing take effect with the next emit", () => {
  const emitter = new EventEmitter();
  const seen = [];
  let removeLast;
  emitter.on("a", () => {
    seen.push("first");
    removeLast();
    emitter.on("a", () => seen.push("new"));
  });
  removeLast = emitter.on("a", () => seen.push("last"));
  expect(emitter.emit("a")).toBe(2);
  expect(seen).toEqual(["first", "last"]);
  seen.length = 0;
  emitter.emit("a");
  expect(seen).toEqual(["first", "new"]);
});
test("off removes all of one name", () => {
  const emitter = new EventEmitter();
  emitter.on("a", () => {});
  emitter.on("a", () => {});
  emitter.on("b", () => {});
  emitter.off("a");
  expect([emitter.emit("a"), emitter.emit("b")]).toEqual([0, 1]);
});
test("names such as constructor are names", () => {
  const emitter = new EventEmitter();
  expect(emitter.emit("constructor")).toBe(0);
  emitter.on("toString", () => {});
  expect(emitter.emit("toString")).toBe(1);
});
test("emitters do not share listeners", () => {
  new EventEmitter().on("a", () => {});
  expect(new EventEmitter().emit("a")).toBe(0);
});
