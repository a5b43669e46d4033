import { render } from "@testing-library/react";
import Answer from "./candidate";
test("rows", () => { const { container } = render(<Answer />); expect(container.querySelectorAll("tr")).toHaveLength(3); });
