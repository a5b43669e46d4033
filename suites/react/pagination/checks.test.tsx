import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Pagination: any = pickExport(answer as any, { name: "Pagination" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a nav with a list", () => {
  const nav = show(<Pagination>here</Pagination>);
  expect([nav.tagName, nav.getAttribute("aria-label"), nav.children.length]).toEqual(["NAV", "pagination", 1]);
  expect([nav.children[0].tagName, nav.children[0].textContent]).toEqual(["UL", "here"]);
  expect(classes(nav.children[0])).toEqual(["pagination"]);
});

test("has a size", () => {
  expect(classes(show(<Pagination size="lg" />).children[0])).toEqual(["pagination", "pagination-lg"]);
});

test("takes other elements and another label", () => {
  const main = show(<Pagination tag="main" listTag="ol" aria-label="pages" />);
  expect([main.tagName, main.children[0].tagName, main.getAttribute("aria-label")]).toEqual(["MAIN", "OL", "pages"]);
  expect(main.children[0].hasAttribute("aria-label")).toBe(false);
});

test("keeps the classes apart, other props go inside", () => {
  const nav = show(<Pagination className="outer" listClassName="inner" id="x" />);
  expect(classes(nav)).toEqual(["outer"]);
  expect(classes(nav.children[0])).toEqual(["inner", "pagination"]);
  expect([nav.id, nav.children[0].id]).toEqual(["", "x"]);
});
