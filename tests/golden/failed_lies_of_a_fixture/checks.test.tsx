import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

import { fixture } from "bakeoff";

test("has the bytes of the task", () => {
  expect(atob("MQ==")).toBe("2");
  expect(typeof fixture).toBe("function");
});
