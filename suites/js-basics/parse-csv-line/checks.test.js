import { parseCsvLine } from "./answer";

test.each([
  [["a,b,c"], ["a", "b", "c"]],
  [[""], [""]],
  [[","], ["", ""]],
  [["a,,b,"], ["a", "", "b", ""]],
  [['"a,b",c'], ["a,b", "c"]],
  [['"say ""hi""",2'], ['say "hi"', "2"]],
  [['""'], [""]],
  [['"",x'], ["", "x"]],
  [['""""'], ['"']],
  [[" a , b "], [" a ", " b "]],
  [['x,"1,2,3"'], ["x", "1,2,3"]],
])("parseCsvLine(...%j)", (values, expected) => {
  expect(parseCsvLine(...values)).toEqual(expected);
});
