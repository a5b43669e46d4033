import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import MessageField from "./MessageField";

const field = () => screen.getByLabelText("Message") as HTMLTextAreaElement;
const send = () => screen.getByRole("button", { name: "Send" }) as HTMLButtonElement;
const type = (value: string) => fireEvent.change(field(), { target: { value } });

test("counts, and says how much is too much without cutting", () => {
  render(<MessageField limit={5} />);
  screen.getByText("0 of 5");
  type("abc");
  screen.getByText("3 of 5");
  type("abcdefg");
  screen.getByText("2 over");
  expect(field().value).toBe("abcdefg");
  expect(send().disabled).toBe(true);
});

test("can send at the limit, not without text or with blanks alone", () => {
  render(<MessageField limit={5} />);
  expect(send().disabled).toBe(true);
  type("   ");
  expect(send().disabled).toBe(true);
  type("abcde");
  expect(send().disabled).toBe(false);
});

test("sends the trimmed text and empties the field", () => {
  const onSend = vi.fn();
  render(<MessageField onSend={onSend} />);
  type("  hi  ");
  fireEvent.click(send());
  expect(onSend.mock.calls).toEqual([["hi"]]);
  expect(field().value).toBe("");
  screen.getByText("0 of 20");
});
