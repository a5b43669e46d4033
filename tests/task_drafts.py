"""Fields of tasks as a person types them in the editor: a function and a component with five mutants each."""

from __future__ import annotations

from typing import Any

TWICE = "export function twice(n) {\n  return n * 2;\n}\n"
COUNTER = """import { useState } from "react";

export default function Counter({ start = 0 }) {
  const [n, setN] = useState(start);
  return <button onClick={() => setN(n + 1)}>Pressed {n} times</button>;
}
"""
FUNCTION: dict[str, Any] = {
    "slug": "twice",
    "title": "Twice",
    "kind": "function",
    "language": "js",
    "prompt": "Write a function twice(n) that returns the double of a number.",
    "entry_point": "twice",
    "checks": 'import { twice } from "./answer";\n\ntest("doubles", () => {\n  expect(twice(0)).toBe(0);\n'
    "  expect(twice(3)).toBe(6);\n  expect(twice(-1)).toBe(-2);\n});\n",
    "reference": [["answer.js", TWICE]],
    "mutants": [
        [f"m{n}", "answer.js", TWICE.replace("n * 2", change)]
        for n, change in enumerate(("n * 3", "n + 2", "-2 * n", "n ** 2", "0"))
    ],
    "tags": "basics, numbers",
}
COMPONENT: dict[str, Any] = {
    "slug": "counter",
    "title": "Counter",
    "kind": "component",
    "language": "tsx",
    "prompt": "A button that says how often it was pressed.",
    "checks": """import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Counter from "./answer";

test("counts presses", async () => {
  render(<Counter start={2} />);
  const button = screen.getByRole("button", { name: "Pressed 2 times" });
  await userEvent.click(button);
  await userEvent.click(button);
  expect(button.textContent).toBe("Pressed 4 times");
});
""",
    "reference": [["answer.tsx", COUNTER]],
    "mutants": [
        ["plus-two", "answer.tsx", COUNTER.replace("n + 1", "n + 2")],
        ["minus", "answer.tsx", COUNTER.replace("n + 1", "n - 1")],
        ["no-start", "answer.tsx", COUNTER.replace("useState(start)", "useState(0)")],
        ["once", "answer.tsx", COUNTER.replace("setN(n + 1)", "setN(start + 1)")],
        ["silent", "answer.tsx", COUNTER.replace("onClick={() => setN(n + 1)}", "")],
    ],
}
