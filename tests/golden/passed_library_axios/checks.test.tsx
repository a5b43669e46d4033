import { fireEvent, render, screen } from "@testing-library/react";
import axios from "axios";
import Answer from "./candidate";

test("says that there is no network", async () => {
  render(<Answer />);
  fireEvent.click(screen.getByRole("button"));
  expect(await screen.findByText("There is no network here: GET https://example.org/items was not sent.")).toBeVisible();
});
test("checks stand in for the network", async () => {
  vi.spyOn(axios, "get").mockResolvedValue({ data: "three items" });
  render(<Answer />);
  fireEvent.click(screen.getByRole("button"));
  expect(await screen.findByText("three items")).toBeVisible();
});
