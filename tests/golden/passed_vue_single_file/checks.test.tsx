import { createApp, nextTick } from "vue";
import { renderWithoutReact } from "bakeoff";
import * as answer from "./candidate";

test("counts, and its styles are its own", async () => {
  const place = renderWithoutReact(answer)!;
  const [button, total] = [place.querySelector("button")!, place.querySelector("p")!];
  button.click();
  await nextTick();
  expect([button.textContent, total.textContent]).toEqual(["clicked 2", "twice: 4"]);
  total.click();
  await nextTick();
  expect(total).toHaveTextContent("twice: 0");
  expect(getComputedStyle(button).color).toBe("rgb(1, 2, 3)");
  expect(getComputedStyle(total).color).not.toBe("rgb(1, 2, 3)");
});
test("mounts as any other component", () => {
  const place = document.body.appendChild(document.createElement("div"));
  createApp(answer.default).mount(place);
  expect(place).toHaveTextContent("clicked 1");
});
