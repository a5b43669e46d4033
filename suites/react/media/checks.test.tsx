import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Media: any = pickExport(answer as any, { name: "Media" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test.each([
  [{}, "DIV"],
  [{ heading: true }, "H4"],
  [{ href: "#" }, "A"],
  [{ src: "data:," }, "IMG"],
  [{ object: true }, "IMG"],
  [{ list: true }, "UL"],
  [{ left: true, href: "#" }, "A"],
  [{ heading: true, href: "#" }, "H4"],
  [{ tag: "main", list: true }, "MAIN"],
])("%j gives its element", (props, expected) => {
  expect(show(<Media {...props} />).tagName).toBe(expected);
});

test.each(["body", "heading", "left", "right", "top", "bottom", "middle", "object", "list"])("%s gives its class", (name) => {
  const media = show(<Media {...{ [name]: true }} className="mine" />);
  expect(classes(media)).toEqual([`media-${name}`, "mine"].sort());
  expect(media.getAttributeNames()).toEqual(["class"]);
});

test("is media alone, and several classes may come together", () => {
  expect(classes(show(<Media />))).toEqual(["media"]);
  expect(classes(show(<Media href="#" />))).toEqual(["media"]);
  expect(classes(show(<Media left top />))).toEqual(["media-left", "media-top"]);
});

test("hands on children and other props", () => {
  const media = show(<Media id="x">Yo!</Media>);
  expect([media.id, media.textContent]).toEqual(["x", "Yo!"]);
});
