const { parseCsvLine } = require("./parseCsvLine");
it("splits", () => expect(parseCsvLine("1,2,3")).toStrictEqual(["1", "2", "3"]));
it("keeps spaces", () => expect(parseCsvLine(" x ")).toStrictEqual([" x "]));
it("knows quotes", () => expect(parseCsvLine('"1,5";x,"a ""b"""')).toStrictEqual(["1,5;x", 'a "b"']));
it("counts an empty last field", () => expect(parseCsvLine("x,")).toHaveLength(2));
