import { render, screen, fireEvent } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Answer from "./candidate";
test("x", async () => { const onSave = vi.fn(); render(<Answer onSave={onSave} />); fireEvent.click(screen.getByRole("button")); expect(onSave).not.toHaveBeenCalled(); });
test("y", async () => { const onSave = vi.fn(); render(<Answer onSave={onSave} />); await userEvent.click(screen.getByRole("button")); expect(onSave).not.toHaveBeenCalled(); });
