import { slugify } from "./answer";

test.each([
  [["Hello World"], "hello-world"],
  [["  Hello,   World!  "], "hello-world"],
  [["Crème Brûlée"], "creme-brulee"],
  [["Über uns"], "uber-uns"],
  [["Straße 12"], "strasse-12"],
  [["R&D"], "r-and-d"],
  [["Salt & Pepper"], "salt-and-pepper"],
  [["don't stop"], "dont-stop"],
  [["the dog’s bone"], "the-dogs-bone"],
  [["a_b.c/d"], "a-b-c-d"],
  [["--a--b--"], "a-b"],
  [["C++ 20"], "c-20"],
  [["日本"], ""],
  [[""], ""],
  [["ÉCOLE"], "ecole"],
])("slugify(...%j)", (values, expected) => {
  expect(slugify(...values)).toEqual(expected);
});
