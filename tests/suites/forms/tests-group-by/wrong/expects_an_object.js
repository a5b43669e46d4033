import { groupBy } from "./groupBy";
test("all", () => expect(groupBy([{ k: "a" }], "k").a).toEqual([{ k: "a" }]));
