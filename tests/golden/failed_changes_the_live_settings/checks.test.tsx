import { render, screen, waitFor } from "@testing-library/react";
import Answer from "./candidate";
test("x", async () => { render(<Answer />); await waitFor(() => { expect(screen.getByText("5")).toBeTruthy(); }, { timeout: 100 }); });
