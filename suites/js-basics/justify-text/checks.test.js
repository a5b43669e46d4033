import { justify } from "./answer";

test.each([
  [["", 5], []],
  [["  \n\t ", 5], []],
  [["one", 5], ["one"]],
  [["one two", 7], ["one two"]],
  [["one two", 6], ["one   ", "two"]],
  [["a b c d", 3], ["a b", "c d"]],
  [["This is an example of text justification.", 16], ["This    is    an", "example  of text", "justification."]],
  [["What must be acknowledgment shall be", 16], ["What   must   be", "acknowledgment  ", "shall be"]],
  [["aa bb cc dd ee", 10], ["aa  bb  cc", "dd ee"]],
  [["aa bb cc dd ee", 9], ["aa  bb cc", "dd ee"]],
  [["a b c d eeeeeeee f", 11], ["a   b  c  d", "eeeeeeee f"]],
  [["a b c d eeeeeeeee f", 12], ["a   b   c  d", "eeeeeeeee f"]],
  [["toolongword is here now", 8], ["toolongword", "is  here", "now"]],
  [["x toolongword y", 4], ["x   ", "toolongword", "y"]],
  [["one\n two\tthree   four", 9], ["one   two", "three    ", "four"]],
  [["a b", 1], ["a", "b"]],
])("justify(...%j)", (values, expected) => {
  expect(justify(...values)).toEqual(expected);
});
