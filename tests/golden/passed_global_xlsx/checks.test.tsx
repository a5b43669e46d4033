import { namesOf } from "./candidate";

test("names the sheets", () => expect(namesOf([{ a: 1 }])).toEqual(["people"]));
