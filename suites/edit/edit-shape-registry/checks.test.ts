import * as given from "./shapes";

const shapes: any = given;

describe("change", () => {
  test("knows shapes that are registered later", () => {
    shapes.registerShape("triangle", { area: (shape: any) => (shape.base * shape.height) / 2, perimeter: (shape: any) => shape.a + shape.b + shape.base });
    const triangle = { kind: "triangle", base: 3, height: 4, a: 4, b: 5 };
    expect([shapes.area(triangle), shapes.perimeter(triangle)]).toEqual([6, 12]);
    expect(shapes.report([triangle])).toBe("triangle: 6.00 (12.00)");
  });
  test("a name that is there throws and changes nothing", () => {
    const other = { area: () => 0, perimeter: () => 0 };
    for (const name of ["circle", "rectangle", "square"]) expect(() => shapes.registerShape(name, other)).toThrow(Error);
    expect(shapes.area({ kind: "square", side: 3 })).toBe(9);
    shapes.registerShape("point", other);
    expect(() => shapes.registerShape("point", other)).toThrow(Error);
  });
});

describe("kept", () => {
  test("areas and perimeters", () => {
    expect(shapes.area({ kind: "rectangle", width: 2, height: 3 })).toBe(6);
    expect(shapes.perimeter({ kind: "rectangle", width: 2, height: 3 })).toBe(10);
    expect(shapes.area({ kind: "square", side: 3 })).toBe(9);
    expect(shapes.perimeter({ kind: "square", side: 3 })).toBe(12);
    expect(shapes.area({ kind: "circle", radius: 3 })).toBeCloseTo(9 * Math.PI);
    expect(shapes.perimeter({ kind: "circle", radius: 3 })).toBeCloseTo(6 * Math.PI);
  });
  test("unknown shapes throw, inherited names too", () => {
    for (const kind of ["hexagon", "toString", "__proto__"]) {
      expect(() => shapes.area({ kind })).toThrow(`Unknown shape "${kind}"`);
      expect(() => shapes.perimeter({ kind })).toThrow(`Unknown shape "${kind}"`);
    }
  });
  test("the report", () => {
    expect(shapes.report([{ kind: "square", side: 1 }, { kind: "circle", radius: 1 }])).toBe("square: 1.00 (4.00)\ncircle: 3.14 (6.28)");
    expect(shapes.report([])).toBe("");
  });
});
