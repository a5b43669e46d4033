import { rows } from "./candidate";

test("a proxy", () => { expect(rows()).toEqual({ foo: 1 }); });
test("in a list", () => { expect([rows()]).toStrictEqual([{ foo: 1 }]); });
