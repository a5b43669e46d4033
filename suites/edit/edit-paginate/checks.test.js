import { pageOf, paginate } from "./paginate";

const list = (n) => Array.from({ length: n }, (_, i) => i + 1);

describe("change", () => {
  test("a last page that is not full", () => expect(paginate(list(5), 3, 2)).toEqual({ page: 3, pages: 3, items: [5] }));
  test("the nearest page", () => {
    expect(paginate(list(5), 9, 2)).toEqual({ page: 3, pages: 3, items: [5] });
    expect(paginate(list(5), 0, 2)).toEqual({ page: 1, pages: 3, items: [1, 2] });
    expect(paginate(list(5), -4, 2).page).toBe(1);
  });
  test("nothing is one page", () => expect(paginate([], 1, 2)).toEqual({ page: 1, pages: 1, items: [] }));
});

describe("kept", () => {
  test("full pages", () => {
    expect(paginate(list(4), 2, 2)).toEqual({ page: 2, pages: 2, items: [3, 4] });
    expect(paginate(list(4), 1, 4)).toEqual({ page: 1, pages: 1, items: [1, 2, 3, 4] });
  });
  test("ten when no size is given", () => expect(paginate(list(20), 2)).toEqual({ page: 2, pages: 2, items: list(20).slice(10) }));
  test("the items stay as they are", () => {
    const items = list(4);
    paginate(items, 1, 2);
    expect(items).toEqual([1, 2, 3, 4]);
  });
  test("page of an index", () => expect([0, 9, 10, 25].map((i) => pageOf(i))).toEqual([1, 1, 2, 3]));
});
