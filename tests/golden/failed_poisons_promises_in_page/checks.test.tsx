import { render, screen } from "@testing-library/react";
import Answer from "./candidate";
test("x", () => { render(<Answer />); expect(screen.getByRole("button").textContent).toBe("1"); });

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
