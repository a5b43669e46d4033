import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const ButtonGroup: any = pickExport(answer as any, { name: "ButtonGroup" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a group", () => {
  const group = show(<ButtonGroup>Ello world</ButtonGroup>);
  expect([group.tagName, group.getAttribute("role"), group.textContent]).toEqual(["DIV", "group", "Ello world"]);
  expect(classes(group)).toEqual(["btn-group"]);
});

test("has a size", () => {
  expect(classes(show(<ButtonGroup size="lg" />))).toEqual(["btn-group", "btn-group-lg"]);
});

test("may be vertical", () => {
  expect(classes(show(<ButtonGroup vertical />))).toEqual(["btn-group-vertical"]);
  expect(classes(show(<ButtonGroup vertical size="sm" />))).toEqual(["btn-group-sm", "btn-group-vertical"]);
});

test("takes element, role, classes and other props", () => {
  const group = show(<ButtonGroup tag="fieldset" role="toolbar" className="mine" aria-label="tools" />);
  expect([group.tagName, group.getAttribute("role"), group.getAttribute("aria-label")]).toEqual(["FIELDSET", "toolbar", "tools"]);
  expect(classes(group)).toEqual(["btn-group", "mine"]);
});
