import { debounce } from "./answer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const recorded = (waitMs = 100) => {
  const seen = [];
  return [debounce((...values) => seen.push(values), waitMs), seen];
};

test("calls after the pause, with the latest arguments", () => {
  const [call, seen] = recorded();
  call(1, "a");
  vi.advanceTimersByTime(60);
  call(2, "b");
  vi.advanceTimersByTime(99);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([[2, "b"]]);
  vi.advanceTimersByTime(1000);
  expect(seen).toHaveLength(1);
});
test("calls again after another pause", () => {
  const [call, seen] = recorded();
  call(1);
  vi.advanceTimersByTime(100);
  call(2);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([[1], [2]]);
});
test("cancel drops the call", () => {
  const [call, seen] = recorded();
  call(1);
  call.cancel();
  vi.advanceTimersByTime(200);
  expect(seen).toEqual([]);
  call(2);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([[2]]);
});
test("flush calls at once and only once", () => {
  const [call, seen] = recorded();
  call(1);
  call.flush();
  expect(seen).toEqual([[1]]);
  vi.advanceTimersByTime(200);
  call.flush();
  expect(seen).toEqual([[1]]);
});
test("flush after the call was made does nothing", () => {
  const [call, seen] = recorded();
  call(1);
  vi.advanceTimersByTime(100);
  call.flush();
  expect(seen).toEqual([[1]]);
});
test("flush after cancel, and without a call, does nothing", () => {
  const [call, seen] = recorded();
  call.flush();
  call(1);
  call.cancel();
  call.flush();
  expect(seen).toEqual([]);
});
test("hands on this", () => {
  const object = { n: 7, seen: [], go: debounce(function () { this.seen.push(this.n); }, 10) };
  object.go();
  vi.advanceTimersByTime(10);
  expect(object.seen).toEqual([7]);
});
test("two functions wait apart", () => {
  const [one, first] = recorded(10);
  const [two, second] = recorded(20);
  one(1);
  two(2);
  vi.advanceTimersByTime(10);
  expect([first, second]).toEqual([[[1]], []]);
  vi.advanceTimersByTime(10);
  expect([first, second]).toEqual([[[1]], [[2]]]);
});
test("a call from inside the function waits in its turn", () => {
  let n = 0;
  const call = debounce(() => {
    n++;
    if (n === 1) call();
  }, 10);
  call();
  vi.advanceTimersByTime(10);
  expect(n).toBe(1);
  vi.advanceTimersByTime(10);
  expect(n).toBe(2);
});
