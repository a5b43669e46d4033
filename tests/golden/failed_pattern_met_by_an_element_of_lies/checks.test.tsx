import { render, screen } from "@testing-library/react";
import "@testing-library/jest-dom";
import Answer from "./candidate";
test("a pattern", () => { render(<Answer />); expect(screen.getByTestId("sum")).toHaveTextContent(/Total: \d/); });
