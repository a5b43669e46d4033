import * as answer from "./answer";
import { fireEvent, render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useInput: any = pickExport(answer as any, { name: "useInput", like: /^use[A-Z]/ });

function Example({ first, ...options }: any) {
  const input = useInput(first, options);
  return <input {...input} />;
}
const input = () => screen.getByRole("textbox") as HTMLInputElement;
const type = (value: string) => {
  fireEvent.change(input(), { target: { value } });
  return input().value;
};

test("begins with its value, or empty", () => {
  const { unmount } = render(<Example first="hello" />);
  expect(input().value).toBe("hello");
  unmount();
  render(<Example />);
  expect(input().value).toBe("");
});

test("follows what is typed", () => {
  render(<Example first="a" />);
  expect(type("ab")).toBe("ab");
  expect(type("")).toBe("");
});

test("takes what is valid alone", () => {
  const validate = vi.fn((next: string) => next.length < 4);
  render(<Example first="a" validate={(next: string, old: string) => validate(next, old)} />);
  expect(type("abc")).toBe("abc");
  expect(type("abcd")).toBe("abc");
  expect(validate.mock.calls).toEqual([
    ["abc", "a"],
    ["abcd", "abc"],
  ]);
});

test("takes another beginning", () => {
  const { rerender } = render(<Example first="a" />);
  type("typed");
  rerender(<Example first="a" />);
  expect(input().value).toBe("typed");
  rerender(<Example first="b" />);
  expect(input().value).toBe("b");
});
