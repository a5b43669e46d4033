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
