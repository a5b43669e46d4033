import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("button", { name: /add apple/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "ShoppingCart", fits: (value: any) => isComponent(value) && shows(value) });
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => document.body.textContent ?? "";

const add = (...names: string[]) => names.forEach((name) => press(new RegExp(`add ${name}`, "i")));
const remove = (name: string) => press(new RegExp(`remove ${name}`, "i"));
const amounts = () => [...shown().matchAll(/(Apple|Bread|Cheese)\s*×\s*(\d+)/g)].map((found) => `${found[1]} ${found[2]}`).join();
const total = () => /total:\s*([\d.]+)/i.exec(shown())?.[1];

beforeEach(() => void render(<App />));

test("begins empty, without a total", () => {
  expect(shown()).toMatch(/the cart is empty/i);
  expect(total()).toBeUndefined();
});

test("lists each product once with its amount", () => {
  add("Apple", "Bread", "Apple");
  expect(amounts()).toBe("Apple 2,Bread 1");
  expect(shown()).not.toMatch(/the cart is empty/i);
});

test("adds up with two decimals", () => {
  add("Apple", "Apple");
  expect(total()).toBe("1.00");
  add("Bread", "Cheese");
  expect(total()).toBe("7.95");
  add("Apple");
  expect(total()).toBe("8.45");
});

test("keeps the order in which products were first added", () => {
  add("Cheese", "Apple", "Cheese");
  expect(amounts()).toBe("Cheese 2,Apple 1");
});

test("takes one away", () => {
  add("Apple", "Apple", "Bread");
  remove("Apple");
  expect(amounts()).toBe("Apple 1,Bread 1");
  expect(total()).toBe("2.70");
});

test("the last one takes the line away", () => {
  add("Apple", "Bread");
  remove("Apple");
  expect(amounts()).toBe("Bread 1");
  remove("Bread");
  expect(shown()).toMatch(/the cart is empty/i);
  expect(total()).toBeUndefined();
});

test("a product that comes back is the last", () => {
  add("Apple", "Bread");
  remove("Apple");
  add("Apple");
  expect(amounts()).toBe("Bread 1,Apple 1");
});
