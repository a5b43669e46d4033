import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Breadcrumb: any = pickExport(answer as any, { name: "Breadcrumb" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a nav with a list", () => {
  const nav = show(<Breadcrumb>here</Breadcrumb>);
  expect(nav.tagName).toBe("NAV");
  expect(nav.getAttribute("aria-label")).toBe("breadcrumb");
  expect(nav.children).toHaveLength(1);
  expect(nav.children[0].tagName).toBe("OL");
  expect(classes(nav.children[0])).toEqual(["breadcrumb"]);
  expect(nav.children[0].textContent).toBe("here");
});

test("takes other elements", () => {
  const main = show(<Breadcrumb tag="main" listTag="ul" />);
  expect([main.tagName, main.children[0].tagName]).toEqual(["MAIN", "UL"]);
});

test("keeps the classes apart", () => {
  const nav = show(<Breadcrumb className="outer" listClassName="inner" />);
  expect(classes(nav)).toEqual(["outer"]);
  expect(classes(nav.children[0])).toEqual(["breadcrumb", "inner"]);
});

test("takes another label and other props", () => {
  const nav = show(<Breadcrumb aria-label="path" id="x" />);
  expect([nav.getAttribute("aria-label"), nav.id]).toEqual(["path", "x"]);
  expect(nav.children[0].id).toBe("");
});
