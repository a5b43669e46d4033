import { expect, it } from "vitest";
import { groupBy } from "./groupBy";
const rows = [{ id: 1 }, { id: "1" }, { id: 1, more: true }];
it("by name", () => expect([...groupBy(rows, "id")]).toEqual([[1, [rows[0], rows[2]]], ["1", [rows[1]]]]));
it("by function", () => expect([...groupBy(["aa", "b", "cc"], (x) => x.length)]).toEqual([[2, ["aa", "cc"]], [1, ["b"]]]));
