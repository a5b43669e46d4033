import { slugify } from "./slugify";
test("German", () => expect(slugify("Müller")).toBe("mueller"));
test("R&D", () => expect(slugify("R&D")).toBe("r-and-d"));
