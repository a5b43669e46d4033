import * as c from "./candidate";
test("own", () => { expect(c.watched()).toEqual(["own", "text", [3]]); });
test("old", () => { const o = new (c.Old as any)(4); expect(String(o)).toBe("4".replace("4", "Old 4")); expect(o + 1).toBe(5); expect(o.hasOwnProperty("x")).toBe(false); });
test("err", () => { const e = new c.Err("m"); expect(e.name).toBe("Err"); expect(String(e)).toBe("err!"); expect(Object.keys(e)).toEqual(["name", "toString"]); });
test("fn", () => { expect([c.fn.call(), c.fn.apply(), String(c.fn)]).toEqual([7, 8, "fn"]); });
test("map", () => { expect(c.m.get(1)).toBe(3); expect(c.m.keys()).toEqual([1]); });
test("ext", () => { expect(c.ext()).toEqual(["a", "A!", 1, 9]); });
test("sub", () => { expect(c.sub.map()).toBe(5); expect(c.sub.join()).toBe("j"); expect(new c.Bag().includes()).toBe(true); expect(c.Bag.from()).toBe("mine"); });
test("setter", () => { expect(c.tick.got).toBe(5); expect(c.desc).toBe(1); });
