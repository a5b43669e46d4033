import { initial, reduce } from "./drawing";

const add = (id: string) => ({ type: "add", shape: { id, x: 0, y: 0 } });
const move = (id: string, x: number) => ({ type: "move", id, x, y: 0 });
const [undo, redo] = [{ type: "undo" }, { type: "redo" }];
const run = (state: any, ...actions: any[]) => actions.reduce((now, action) => reduce(now, action), state);
const ids = (state: any) => state.shapes.map((shape: any) => `${shape.id}${shape.x}`).join(" ");

describe("change", () => {
  test("goes back and forth, several steps", () => {
    let state = run(initial, add("a"), add("b"), move("a", 5));
    state = run(state, undo, undo);
    expect(ids(state)).toBe("a0");
    state = run(state, redo);
    expect(ids(state)).toBe("a0 b0");
    state = run(state, redo);
    expect(ids(state)).toBe("a5 b0");
    expect(ids(run(state, undo, undo, undo))).toBe("");
    expect(ids(run(state, undo, undo, redo, undo))).toBe("a0");
    expect(ids(run(state, undo, redo, undo))).toBe("a0 b0");
  });
  test("where there is no step the very same state is returned", () => {
    const state = run(initial, add("a"));
    expect(reduce(state, redo as any)).toBe(state);
    expect(reduce(initial, undo as any)).toBe(initial);
    expect(reduce(initial, redo as any)).toBe(initial);
  });
  test("a step forgets what was undone", () => {
    const state = run(initial, add("a"), undo, add("b"));
    expect(ids(run(state, redo))).toBe("b0");
    expect(ids(run(state, undo))).toBe("");
  });
  test("select is no step, and forgets nothing", () => {
    const state = run(initial, add("a"), add("b"), undo, { type: "select", id: "a" });
    expect(ids(run(state, redo))).toBe("a0 b0");
    expect(ids(run(state, undo))).toBe("");
    expect(run(state, undo).selected).toBe(null);
    expect(run(state, redo).selected).toBe(null);
  });
  test("removing can be undone", () => {
    expect(ids(run(initial, add("a"), add("b"), { type: "remove", id: "a" }, undo))).toBe("a0 b0");
  });
});

describe("kept", () => {
  test("adds, moves and removes", () => {
    expect(ids(run(initial, add("a"), add("b"), move("b", 3), { type: "remove", id: "a" }))).toBe("b3");
  });
  test("selects, and removing unselects", () => {
    const state = run(initial, add("a"), { type: "select", id: "a" });
    expect(state.selected).toBe("a");
    expect(run(state, { type: "remove", id: "a" }).selected).toBe(null);
    expect(run(state, move("a", 2)).selected).toBe("a");
    expect(run(state, { type: "select", id: null }).selected).toBe(null);
  });
  test("changes no state that it was given", () => {
    const before = run(initial, add("a"));
    const shapes = before.shapes;
    run(before, move("a", 9), add("b"));
    expect(before.shapes).toBe(shapes);
    expect(ids(before)).toBe("a0");
    expect(ids(initial)).toBe("");
  });
  test("an unknown action returns the very same state", () => {
    const state = run(initial, add("a"));
    expect(reduce(state, { type: "dance" } as any)).toBe(state);
  });
});
