import { render } from "@testing-library/react";
import App from "./candidate";
test("counts", () => { render(<App />); expect(document.querySelector("button")!.textContent).toBe("clicked 1"); });
