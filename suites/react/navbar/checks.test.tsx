import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Navbar: any = pickExport(answer as any, { name: "Navbar" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a nav with a container", () => {
  const nav = show(<Navbar>Children</Navbar>);
  expect(nav.tagName).toBe("NAV");
  expect(classes(nav)).toEqual(["navbar"]);
  expect(nav.children).toHaveLength(1);
  expect(nav.children[0].tagName).toBe("DIV");
  expect(classes(nav.children[0])).toEqual(["container-fluid"]);
  expect(nav.children[0].textContent).toBe("Children");
});

test("has another container, or none", () => {
  expect(classes(show(<Navbar container="md" />).children[0])).toEqual(["container-md"]);
  expect(classes(show(<Navbar container />).children[0])).toEqual(["container"]);
  expect(show(<Navbar container={false}>Children</Navbar>).innerHTML).toBe("Children");
});

test.each([
  [{ expand: true }, ["navbar", "navbar-expand"]],
  [{ expand: "xs" }, ["navbar", "navbar-expand"]],
  [{ expand: "md" }, ["navbar", "navbar-expand-md"]],
  [{ expand: false }, ["navbar"]],
  [{ light: true }, ["navbar", "navbar-light"]],
  [{ dark: true }, ["navbar", "navbar-dark"]],
  [{ color: "dark" }, ["bg-dark", "navbar"]],
  [{ fixed: "top" }, ["fixed-top", "navbar"]],
  [{ sticky: "top" }, ["navbar", "sticky-top"]],
  [{ className: "mine", color: "light", expand: "lg" }, ["bg-light", "mine", "navbar", "navbar-expand-lg"]],
])("%j gives classes", (props, expected) => {
  expect(classes(show(<Navbar {...props} />))).toEqual(expected);
});

test("takes an element, and hands on other props and none of its own", () => {
  const nav = show(<Navbar tag="div" id="x" light color="a" fixed="top" expand="md" />);
  expect(nav.tagName).toBe("DIV");
  expect(nav.getAttributeNames().sort()).toEqual(["class", "id"]);
});
