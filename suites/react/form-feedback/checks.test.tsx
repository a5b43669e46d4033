import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const FormFeedback: any = pickExport(answer as any, { name: "FormFeedback" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a div", () => {
  const feedback = show(<FormFeedback>Yo!</FormFeedback>);
  expect([feedback.tagName, feedback.textContent]).toEqual(["DIV", "Yo!"]);
  expect(classes(feedback)).toEqual(["invalid-feedback"]);
});

test.each([
  [{ valid: true }, ["valid-feedback"]],
  [{ valid: false }, ["invalid-feedback"]],
  [{ tooltip: true }, ["invalid-tooltip"]],
  [{ tooltip: true, valid: true }, ["valid-tooltip"]],
  [{ className: "mine" }, ["invalid-feedback", "mine"]],
])("%j gives classes", (props, expected) => {
  expect(classes(show(<FormFeedback {...props} />))).toEqual(expected);
});

test("takes an element, and hands on other props and none of its own", () => {
  const feedback = show(<FormFeedback tag="main" id="x" valid tooltip />);
  expect(feedback.tagName).toBe("MAIN");
  expect(feedback.getAttributeNames().sort()).toEqual(["class", "id"]);
});
