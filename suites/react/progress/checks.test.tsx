import * as answer from "./answer";
import { render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Progress: any = pickExport(answer as any, { name: "Progress" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

const inside = (element: any) => show(element).firstElementChild as HTMLElement;
const values = (bar: Element) => ["aria-valuenow", "aria-valuemin", "aria-valuemax"].map((name) => bar.getAttribute(name));

test("is a bar in a frame", () => {
  const frame = show(<Progress>text</Progress>);
  expect([frame.tagName, frame.children.length]).toEqual(["DIV", 1]);
  expect(classes(frame)).toEqual(["progress"]);
  const bar = frame.children[0] as HTMLElement;
  expect([bar.tagName, bar.getAttribute("role"), bar.textContent, bar.style.width]).toEqual(["DIV", "progressbar", "text", "0%"]);
  expect(classes(bar)).toEqual(["progress-bar"]);
  expect(values(bar)).toEqual(["0", "0", "100"]);
  expect(frame.hasAttribute("role")).toBe(false);
});

test("is as wide as its value", () => {
  const bar = inside(<Progress value={10} min={5} max={40} />);
  expect(bar.style.width).toBe("25%");
  expect(values(bar)).toEqual(["10", "5", "40"]);
  expect(inside(<Progress value="10" max="20" />).style.width).toBe("50%");
});

test.each([
  [{ color: "danger" }, ["bg-danger", "progress-bar"]],
  [{ striped: true }, ["progress-bar", "progress-bar-striped"]],
  [{ animated: true }, ["progress-bar", "progress-bar-animated", "progress-bar-striped"]],
  [{ barClassName: "mine" }, ["mine", "progress-bar"]],
])("%j gives classes to the bar", (props, expected) => {
  const frame = show(<Progress {...props} />);
  expect(classes(frame)).toEqual(["progress"]);
  expect(classes(frame.children[0])).toEqual(expected);
});

test("keeps classes and styles apart", () => {
  const frame = show(<Progress className="outer" style={{ height: 20 }} barStyle={{ opacity: 0.5, width: "1px" }} value={30} id="x" />);
  const bar = frame.children[0] as HTMLElement;
  expect(classes(frame)).toEqual(["outer", "progress"]);
  expect(classes(bar)).toEqual(["progress-bar"]);
  expect([frame.style.height, frame.id, bar.style.height, bar.id]).toEqual(["20px", "x", "", ""]);
  expect([bar.style.opacity, bar.style.width]).toEqual(["0.5", "30%"]);
});

test("holds several bars", () => {
  const frame = show(
    <Progress multi>
      <Progress bar value={15} />
      <Progress bar value={30} color="info" />
    </Progress>,
  );
  expect(classes(frame)).toEqual(["progress"]);
  expect([...frame.children].map((bar: any) => [bar.getAttribute("role"), bar.style.width, bar.children.length])).toEqual([
    ["progressbar", "15%", 0],
    ["progressbar", "30%", 0],
  ]);
});

test("may be the bar alone", () => {
  const bar = show(<Progress bar className="mine" style={{ opacity: 0.5 }} value={40} tag="section" id="x" />);
  expect([bar.tagName, bar.id, bar.style.opacity, bar.style.width]).toEqual(["SECTION", "x", "0.5", "40%"]);
  expect(classes(bar)).toEqual(["mine", "progress-bar"]);
});

test("takes another element", () => {
  expect(show(<Progress tag="main" />).tagName).toBe("MAIN");
});
