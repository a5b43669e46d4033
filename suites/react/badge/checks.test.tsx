import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Badge: any = pickExport(answer as any, { name: "Badge" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a span with its classes", () => {
  const badge = show(<Badge>New</Badge>);
  expect(badge.tagName).toBe("SPAN");
  expect(badge.textContent).toBe("New");
  expect(classes(badge)).toEqual(["badge", "bg-secondary"]);
});

test("has another color, and may be a pill", () => {
  expect(classes(show(<Badge color="danger" />))).toEqual(["badge", "bg-danger"]);
  expect(classes(show(<Badge pill />))).toEqual(["badge", "bg-secondary", "rounded-pill"]);
});

test("is a link with an address", () => {
  const badge = show(<Badge href="#there">New</Badge>);
  expect(badge.tagName).toBe("A");
  expect(badge.getAttribute("href")).toBe("#there");
});

test("is what it is told to be", () => {
  expect(show(<Badge tag="main" />).tagName).toBe("MAIN");
  const Own = (props: any) => <article {...props} />;
  expect(show(<Badge tag={Own} href="#there" />).tagName).toBe("ARTICLE");
});

test("hands on classes and other props", () => {
  const badge = show(<Badge className="one two" id="x" data-a="b" />);
  expect(classes(badge)).toEqual(["badge", "bg-secondary", "one", "two"]);
  expect([badge.id, badge.getAttribute("data-a")]).toEqual(["x", "b"]);
});

test("hands on its ref", () => {
  const ref: any = { current: null };
  const badge = show(<Badge innerRef={ref} />);
  expect(ref.current).toBe(badge);
});
