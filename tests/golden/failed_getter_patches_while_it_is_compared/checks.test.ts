import { rows, Rows } from "./candidate";

test("an own getter", () => { expect(rows()).toEqual({ foo: 1, bar: 2 }); });
test("a getter of its class", () => { expect(new Rows()).toMatchObject({ foo: 1, bar: 2 }); });
test("inside a matcher", () => { expect(rows()).toEqual(expect.objectContaining({ foo: 1 })); });
test("inside a call", () => {
  const onRows = vi.fn();
  onRows(rows());
  expect(onRows).toHaveBeenCalledWith({ foo: 1, bar: 2 });
});
