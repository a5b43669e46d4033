import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/name/i) !== null && screen.queryByRole("button", { name: /next/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Wizard", fits: (value: any) => isComponent(value) && shows(value) });

const field = (label: RegExp) => screen.getByLabelText(label) as HTMLInputElement;
const type = (label: RegExp, value: string) => fireEvent.change(field(label), { target: { value } });
const button = (name: RegExp) => screen.queryByRole("button", { name }) as HTMLButtonElement | null;
const press = (name: RegExp) => fireEvent.click(button(name)!);
const text = () => document.body.textContent ?? "";
const [NAME, CITY, NEXT, BACK, FINISH] = [/name/i, /city/i, /next/i, /back/i, /finish/i];

test("begins with the name", () => {
  render(<App onFinish={() => {}} />);
  expect(text()).toMatch(/step 1 of 3/i);
  expect(screen.queryByLabelText(CITY)).toBeNull();
  expect(button(BACK)).toBeNull();
  expect(button(NEXT)!.disabled).toBe(true);
  type(NAME, "   ");
  expect(button(NEXT)!.disabled).toBe(true);
  type(NAME, "Ada");
  expect(button(NEXT)!.disabled).toBe(false);
});

test("asks for the city next", () => {
  render(<App onFinish={() => {}} />);
  type(NAME, "Ada");
  press(NEXT);
  expect(text()).toMatch(/step 2 of 3/i);
  expect(screen.queryByLabelText(NAME)).toBeNull();
  expect(field(CITY).value).toBe("");
  expect(button(NEXT)!.disabled).toBe(true);
});

test("keeps what was typed on the way back", () => {
  render(<App onFinish={() => {}} />);
  type(NAME, "Ada");
  press(NEXT);
  type(CITY, "London");
  press(BACK);
  expect(field(NAME).value).toBe("Ada");
  press(NEXT);
  expect(field(CITY).value).toBe("London");
});

test("shows both, then tells them once and thanks", () => {
  const onFinish = vi.fn();
  render(<App onFinish={onFinish} />);
  type(NAME, " Ada ");
  press(NEXT);
  type(CITY, " London  ");
  press(NEXT);
  expect(text()).toMatch(/step 3 of 3/i);
  expect(text()).toMatch(/name:\s*Ada/i);
  expect(text()).toMatch(/city:\s*London/i);
  expect(button(NEXT)).toBeNull();
  expect(onFinish).not.toHaveBeenCalled();
  press(FINISH);
  expect(onFinish).toHaveBeenCalledTimes(1);
  expect(onFinish).toHaveBeenCalledWith({ name: "Ada", city: "London" });
  expect(text()).toMatch(/thank you, Ada/i);
  expect(text()).not.toMatch(/step/i);
  expect(screen.queryByRole("button")).toBeNull();
});

test("goes back from the last step", () => {
  render(<App onFinish={() => {}} />);
  type(NAME, "Ada");
  press(NEXT);
  type(CITY, "London");
  press(NEXT);
  press(BACK);
  expect(text()).toMatch(/step 2 of 3/i);
  type(CITY, "Paris");
  press(NEXT);
  expect(text()).toMatch(/city:\s*Paris/i);
});
