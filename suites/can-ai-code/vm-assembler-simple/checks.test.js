import { assemble } from "./answer";

test("assemble([\"CONTROL 42\", \"CONTROL\", \"CONTROL -1\"])", () => {
  expect(assemble(["CONTROL 42", "CONTROL", "CONTROL -1"])).toEqual([0, 42, 0, 0, 0, 255]);
});
test("assemble([\"CONTROL 1 #comment\", \"SWP # comment\"])", () => {
  expect(assemble(["CONTROL 1 #comment", "SWP # comment"])).toEqual([0, 1, 8, 0]);
});
test("assemble([\"LOAD 4\", \"SWP\", \"LOAD -1\"])", () => {
  expect(assemble(["LOAD 4", "SWP", "LOAD -1"])).toEqual([4, 4, 8, 0, 4, 255]);
});
test("assemble([\"PUSH 0\", \"POP 1\", \"PUSH 1\", \"POP\"])", () => {
  expect(assemble(["PUSH 0", "POP 1", "PUSH 1", "POP"])).toEqual([32, 0, 33, 1, 32, 1, 33, 0]);
});
test("assemble([\"COND 5\", \"COND\", \"COND -3\"])", () => {
  expect(assemble(["COND 5", "COND", "COND -3"])).toEqual([128, 5, 128, 0, 128, 253]);
});
test("assemble([\"LOAD -2\", \"LOAD -128\", \"LOAD 127\", \"LOAD 255\"])", () => {
  expect(assemble(["LOAD -2", "LOAD -128", "LOAD 127", "LOAD 255"])).toEqual([4, 254, 4, 128, 4, 127, 4, 255]);
});
test("assemble([\"LOAD 5 # 7 -1\", \"PUSH # 1\"])", () => {
  expect(assemble(["LOAD 5 # 7 -1", "PUSH # 1"])).toEqual([4, 5, 32, 0]);
});
test("assemble([])", () => {
  expect(assemble([])).toEqual([]);
});
test("assemble([\"SWP\"])", () => {
  expect(assemble(["SWP"])).toEqual([8, 0]);
});
