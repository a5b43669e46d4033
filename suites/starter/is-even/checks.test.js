import { isEven } from "./answer";


test.each([[0, true], [1, false], [2, true], [-4, true], [-3, false], [1001, false]])("isEven(%d) is %s", (n, even) => {
  expect(isEven(n)).toBe(even);
});
