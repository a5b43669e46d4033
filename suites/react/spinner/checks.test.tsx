import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Spinner: any = pickExport(answer as any, { name: "Spinner" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a status that says it loads", () => {
  const spinner = show(<Spinner />);
  expect([spinner.tagName, spinner.getAttribute("role")]).toEqual(["DIV", "status"]);
  expect(classes(spinner)).toEqual(["spinner-border"]);
  expect(spinner.children).toHaveLength(1);
  expect([spinner.children[0].tagName, spinner.children[0].textContent]).toEqual(["SPAN", "Loading..."]);
  expect(classes(spinner.children[0])).toEqual(["visually-hidden"]);
});

test.each([
  [{ type: "grow" }, ["spinner-grow"]],
  [{ size: "sm" }, ["spinner-border", "spinner-border-sm"]],
  [{ type: "grow", size: "sm" }, ["spinner-grow", "spinner-grow-sm"]],
  [{ color: "primary" }, ["spinner-border", "text-primary"]],
  [{ className: "mine" }, ["mine", "spinner-border"]],
])("%j gives classes", (props, expected) => {
  expect(classes(show(<Spinner {...props} />))).toEqual(expected);
});

test("says something else, or nothing", () => {
  expect(show(<Spinner>Yo!</Spinner>).innerHTML).toBe('<span class="visually-hidden">Yo!</span>');
  expect(show(<Spinner>{""}</Spinner>).innerHTML).toBe("");
});

test("takes an element, and hands on other props and none of its own", () => {
  const spinner = show(<Spinner tag="main" id="x" size="sm" color="a" type="grow" />);
  expect(spinner.tagName).toBe("MAIN");
  expect(spinner.getAttributeNames().sort()).toEqual(["class", "id", "role"]);
});
