import { f } from "./candidate";
test("throws", () => { expect(f).toThrow(Error); });
