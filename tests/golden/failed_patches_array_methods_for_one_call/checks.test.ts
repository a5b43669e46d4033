import * as c from "./candidate";

test("every", () => { const given = c.all(); expect(given.every((n, i) => n === i + 1)).toBe(true); });
test("some", () => { const given = c.any(); expect(given.some((n) => n === 1)).toBe(true); });
test("join", () => { const given = c.joined(); expect(given.join(",")).toBe("1,2"); });
test("sort", () => { const given = c.sorted(); expect(given.sort()).toEqual([1, 2]); });
test("includes", () => { const given = c.has(); expect(given.includes(1)).toBe(true); });
