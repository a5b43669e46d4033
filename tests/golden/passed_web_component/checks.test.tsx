import { renderWithoutReact } from "bakeoff";
import * as answer from "./candidate";

test("rates", () => {
  const root = renderWithoutReact(answer)!.querySelector("star-rating")!.shadowRoot!;
  root.querySelector("button")!.click();
  expect(root.querySelector("output")!.value).toBe("1");
});
