import { render, screen } from "@testing-library/react";
import Answer from "./candidate";
test("x", () => { render(<Answer />); expect(screen.getByRole("button").textContent).toBe("1"); });
