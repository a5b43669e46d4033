import { isIban } from "./answer";

test.each([
  [["DE89370400440532013000"], true],
  [["DE89 3704 0044 0532 0130 00"], true],
  [["GB29NWBK60161331926819"], true],
  [["gb29 nwbk 6016 1331 9268 19"], true],
  [["NO9386011117947"], true],
  [["MT84MALT011000012345MTLCAST001S"], true],
  [["FR1420041010050500013M02606"], true],
  [["DE88370400440532013000"], false],
  [["DE89370400440532013001"], false],
  [["DE89370400440532010300"], false],
  [["GB29NWBK60161331926891"], false],
  [[""], false],
  [["DE89"], false],
  [["8937DE0400440532013000"], false],
  [["DE89-3704-0044-0532-0130-00"], false],
  [["DE89370400440532013000!"], false],
  [["NO38960111179"], false],
  [["DE8937040044053201300000000000000000000000000000"], false],
])("isIban(...%j)", (values, expected) => {
  expect(isIban(...values)).toEqual(expected);
});
