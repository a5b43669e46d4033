import { fireEvent, render, screen } from "@testing-library/react";
import { Contact } from "./Contact";

function start() {
  const onSend = vi.fn();
  return { onSend, ...render(<Contact onSend={onSend} />) };
}
const type = (label, value) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = () => fireEvent.click(screen.getByRole("button", { name: "Send" }));

describe("change", () => {
  test("says what is wrong and does not send", () => {
    for (const email of ["", "ada", "ada.example", "ada@example"]) {
      const { onSend, unmount } = start();
      type("E-mail", email);
      type("Message", "Hi");
      press();
      expect(onSend).not.toHaveBeenCalled();
      expect(screen.getByRole("alert").textContent).toBe("Enter an e-mail address");
      expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true");
      expect(screen.queryByRole("status")).toBeNull();
      expect(screen.getByLabelText("Message").value).toBe("Hi");
      unmount();
    }
  });
  test("there is no message before Send is pressed", () => {
    start();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).not.toBe("true");
  });
  test("the message goes when the address is changed", () => {
    const { onSend } = start();
    type("E-mail", "ada");
    type("Message", "Hi");
    press();
    type("E-mail", "ada@");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).not.toBe("true");
    type("E-mail", "ada@example.org");
    press();
    expect(onSend).toHaveBeenCalledTimes(1);
  });
});

describe("kept", () => {
  test("sends, thanks and empties the message", () => {
    const { onSend } = start();
    type("E-mail", "ada@example.org ");
    type("Message", " Hi ");
    press();
    expect(onSend.mock.calls).toEqual([[{ email: "ada@example.org", message: " Hi " }]]);
    expect(screen.getByRole("status").textContent).toBe("Thank you!");
    expect(screen.getByLabelText("Message").value).toBe("");
    expect(screen.queryByRole("alert")).toBeNull();
  });
  test("cannot send without a message", () => {
    start();
    expect([screen.getByLabelText("E-mail").value, screen.getByLabelText("Message").value]).toEqual(["", ""]);
    type("E-mail", "ada@example.org");
    expect(screen.getByRole("button", { name: "Send" }).disabled).toBe(true);
    type("Message", "  ");
    expect(screen.getByRole("button", { name: "Send" }).disabled).toBe(true);
  });
});
