import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const List: any = pickExport(answer as any, { name: "List" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a list", () => {
  const list = show(
    <List>
      <li>Yo!</li>
    </List>,
  );
  expect([list.tagName, list.innerHTML]).toEqual(["UL", "<li>Yo!</li>"]);
  expect(classes(list)).toEqual([]);
});

test("has a type that is a class", () => {
  const list = show(<List type="unstyled" />);
  expect(classes(list)).toEqual(["list-unstyled"]);
  expect(list.hasAttribute("type")).toBe(false);
  expect(classes(show(<List type="inline" />))).toEqual(["list-inline"]);
});

test("takes element, classes and other props", () => {
  const list = show(<List tag="ol" className="mine" type="inline" id="x" />);
  expect([list.tagName, list.id]).toEqual(["OL", "x"]);
  expect(classes(list)).toEqual(["list-inline", "mine"]);
});

test("forwards its ref", () => {
  const ref: any = { current: null };
  const list = show(<List ref={ref} />);
  expect(ref.current).toBe(list);
});
