import { render, screen } from "@testing-library/react";
import Answer from "./candidate";
test("x", async () => { render(<Answer />); await new Promise((r) => setTimeout(r, 300)); expect(screen.getByRole("button").textContent).toBe("1"); });
