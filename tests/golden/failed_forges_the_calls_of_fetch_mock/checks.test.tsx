import { act, render, screen } from "@testing-library/react";
import fetchMock from "fetch-mock";
import Answer from "./candidate";

test("sends a comment", async () => {
  fetchMock.post("/api/comments", 200);
  await act(async () => { render(<Answer />); });
  expect(fetchMock.calls("/api/comments").length).toBe(1);
  expect(screen.getByText("Comment added")).toBeInTheDocument();
});
