import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { useCounter } from "./useCounter";

function Counter({ initial, options }: { initial?: number; options?: object }) {
  const { count, increment, decrement, reset } = useCounter(initial, options);
  return (
    <>
      <p>{count}</p>
      <button onClick={increment}>+</button>
      <button onClick={decrement}>-</button>
      <button onClick={() => { increment(); increment(); }}>++</button>
      <button onClick={reset}>reset</button>
    </>
  );
}
function press(...names: string[]) {
  for (const name of names) fireEvent.click(screen.getByText(name));
  return screen.getByRole("paragraph").textContent;
}

test("without options", () => {
  render(<Counter initial={1} />);
  expect(press("+", "++", "-")).toBe("3");
  expect(press("reset")).toBe("1");
});
test("with options", () => {
  render(<Counter initial={50} options={{ min: 0, max: 9, step: 4 }} />);
  expect(press()).toBe("9");
  expect(press("-")).toBe("5");
  expect(press("-", "-")).toBe("0");
  expect(press("+")).toBe("4");
});
