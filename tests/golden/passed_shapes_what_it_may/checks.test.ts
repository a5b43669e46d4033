import { add } from "./candidate";

test("shapes its own objects", () => {
  const { sum, last, error, reading, when } = add(2, 3);
  expect([sum, last]).toEqual([5, 3]);
  expect(error.message.padEnd(8, "!")).toBe("costs 5!");
  expect(error.name).toBe("Price");
  expect(reading.searchParams.get("sum")).toBe("5");
  expect(when.getFullYear()).toBe(2000);
  expect(Intl.NumberFormat("en").format(Math.hypot(3, 4))).toBe("5");
  expect(new Uint8Array([1, 2]).length).toBe(2);
});
