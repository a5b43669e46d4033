import { render, screen, waitFor } from "@testing-library/react";
import App from "./candidate";
test("shows it", async () => { render(<App />); await waitFor(() => expect(screen.getByRole("button").textContent).toBe("secret 7")); });

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
