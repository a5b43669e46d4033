import { throttle } from "./answer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const recorded = (waitMs = 100) => {
  const seen = [];
  return [throttle((...values) => void seen.push(values.join()), waitMs), seen];
};

test("the first call is at once", () => {
  const [call, seen] = recorded();
  expect(call(1, 2)).toBe(undefined);
  expect(seen).toEqual(["1,2"]);
});
test("the latest call of the wait comes at its end", () => {
  const [call, seen] = recorded();
  call("a");
  call("b");
  vi.advanceTimersByTime(50);
  call("c");
  expect(seen).toEqual(["a"]);
  vi.advanceTimersByTime(49);
  expect(seen).toEqual(["a"]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual(["a", "c"]);
  vi.advanceTimersByTime(500);
  expect(seen).toEqual(["a", "c"]);
});
test("another wait begins with the call at the end", () => {
  const [call, seen] = recorded();
  call("a");
  call("b");
  vi.advanceTimersByTime(100);
  call("c");
  expect(seen).toEqual(["a", "b"]);
  vi.advanceTimersByTime(99);
  expect(seen).toEqual(["a", "b"]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual(["a", "b", "c"]);
});
test("is at once again after a quiet wait", () => {
  const [call, seen] = recorded();
  call("a");
  vi.advanceTimersByTime(100);
  expect(seen).toEqual(["a"]);
  call("b");
  expect(seen).toEqual(["a", "b"]);
  vi.advanceTimersByTime(300);
  expect(seen).toEqual(["a", "b"]);
});
test("steady calls come once a wait", () => {
  const [call, seen] = recorded();
  for (let n = 0; n < 40; n++) {
    call(n);
    vi.advanceTimersByTime(10);
  }
  expect(seen).toEqual(["0", "9", "19", "29", "39"]);
});
test("hands on this", () => {
  const object = { n: 7, seen: [], go: throttle(function (value) { this.seen.push(this.n + value); }, 10) };
  object.go(1);
  object.go(2);
  vi.advanceTimersByTime(10);
  expect(object.seen).toEqual([8, 9]);
});
test("cancel drops the call and ends the wait", () => {
  const [call, seen] = recorded();
  call("a");
  call("b");
  call.cancel();
  vi.advanceTimersByTime(50);
  expect(seen).toEqual(["a"]);
  call("c");
  expect(seen).toEqual(["a", "c"]);
  vi.advanceTimersByTime(99);
  call("d");
  expect(seen).toEqual(["a", "c"]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual(["a", "c", "d"]);
});
test("a call from inside the function waits", () => {
  const seen = [];
  const call = throttle((n) => {
    seen.push(n);
    if (n < 3) call(n + 1);
  }, 100);
  call(1);
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 2]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 2, 3]);
});
