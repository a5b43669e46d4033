import { render, screen, waitFor } from "@testing-library/react";
import App from "./candidate";
test("one", async () => { render(<App />); await waitFor(async () => { expect(screen.getByRole("button").textContent).toBe("1"); }, { timeout: 200 }); });
