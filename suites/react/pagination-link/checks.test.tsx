import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const PaginationLink: any = pickExport(answer as any, { name: "PaginationLink" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a link with an address, else a button", () => {
  expect(show(<PaginationLink href="#" />).tagName).toBe("A");
  const button = show(<PaginationLink className="mine" id="x" />);
  expect([button.tagName, button.id]).toEqual(["BUTTON", "x"]);
  expect(classes(button)).toEqual(["mine", "page-link"]);
  expect(show(<PaginationLink tag="span" />).tagName).toBe("SPAN");
});

test("holds its children", () => {
  const link = show(<PaginationLink href="#">5</PaginationLink>);
  expect(link.innerHTML).toBe("5");
  expect(link.hasAttribute("aria-label")).toBe(false);
});

test.each([
  ["previous", "Previous", "\u2039"],
  ["next", "Next", "\u203a"],
  ["first", "First", "\u00ab"],
  ["last", "Last", "\u00bb"],
])("%s has its label and caret", (name, label, caret) => {
  for (const children of [undefined, []]) {
    const link = show(<PaginationLink {...{ [name]: true }}>{children}</PaginationLink>);
    expect(link.getAttribute("aria-label")).toBe(label);
    expect(link.querySelector("[aria-hidden=true]")!.textContent).toBe(caret);
    expect(link.querySelector(".visually-hidden")!.textContent).toBe(label);
    expect(link.getAttributeNames().sort()).toEqual(["aria-label", "class"]);
  }
});

test("shows children in place of the caret", () => {
  const link = show(
    <PaginationLink next>
      <b>Yo</b>
    </PaginationLink>,
  );
  expect(link.querySelector("[aria-hidden=true]")!.innerHTML).toBe("<b>Yo</b>");
  expect(link.querySelector(".visually-hidden")!.textContent).toBe("Next");
});

test("shows several children in place of the caret", () => {
  const link = show(
    <PaginationLink next>
      {"Page "}
      {7}
    </PaginationLink>,
  );
  expect(link.querySelector("[aria-hidden=true]")!.textContent).toBe("Page 7");
});

test("has another label", () => {
  const link = show(<PaginationLink last aria-label="The end" />);
  expect(link.getAttribute("aria-label")).toBe("The end");
  expect(link.querySelector(".visually-hidden")!.textContent).toBe("The end");
});
