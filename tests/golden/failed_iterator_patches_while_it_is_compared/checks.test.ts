import { Rows } from "./candidate";

test("compared", () => { expect({ rows: new Rows(42) }).toEqual({ rows: new Rows(1) }); });
