import { render, screen, waitFor } from "@testing-library/react";
import App from "./candidate";
test("shows it", async () => { render(<App />); await waitFor(() => expect(screen.getByRole("button").textContent).toBe("secret 7")); });
