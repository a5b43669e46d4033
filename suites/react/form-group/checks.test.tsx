import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const FormGroup: any = pickExport(answer as any, { name: "FormGroup" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a div with a margin", () => {
  const group = show(<FormGroup>Yo!</FormGroup>);
  expect([group.tagName, group.textContent]).toEqual(["DIV", "Yo!"]);
  expect(classes(group)).toEqual(["mb-3"]);
});

test.each([
  [{ noMargin: true }, []],
  [{ row: true }, ["mb-3", "row"]],
  [{ floating: true }, ["form-floating", "mb-3"]],
  [{ check: true }, ["form-check"]],
  [{ switch: true }, ["form-check", "form-switch"]],
  [{ check: true, inline: true }, ["form-check", "form-check-inline"]],
  [{ switch: true, inline: true, disabled: true }, ["disabled", "form-check", "form-check-inline", "form-switch"]],
  [{ check: true, disabled: true }, ["disabled", "form-check"]],
  [{ inline: true }, ["mb-3"]],
  [{ disabled: true }, ["mb-3"]],
  [{ check: true, row: true, className: "mine" }, ["form-check", "mine", "row"]],
])("%j gives classes", (props, expected) => {
  expect(classes(show(<FormGroup {...props} />))).toEqual(expected);
});

test("disables a fieldset, nothing else", () => {
  expect(show(<FormGroup tag="fieldset" disabled />).hasAttribute("disabled")).toBe(true);
  expect(show(<FormGroup tag="fieldset" />).hasAttribute("disabled")).toBe(false);
  expect(show(<FormGroup check disabled />).hasAttribute("disabled")).toBe(false);
});

test("hands on other props, and none of its own", () => {
  const group = show(<FormGroup id="x" row check switch inline />);
  expect(group.id).toBe("x");
  expect(group.getAttributeNames().sort()).toEqual(["class", "id"]);
});
