import React from "react";
import { act } from "react-dom/test-utils";
import { createRoot } from "react-dom/client";
import { useLogLifecycle } from "./useLogLifecycle";

const Probe = () => {
  useLogLifecycle("Probe");
  return <i />;
};

describe("without Testing Library", () => {
  it("logs once each", () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => {});
    const root = createRoot(document.createElement("div"));
    act(() => root.render(<Probe />));
    act(() => root.render(<Probe />));
    expect(log.mock.calls).toEqual([["Probe mounted"]]);
    act(() => root.unmount());
    expect(log.mock.calls).toEqual([["Probe mounted"], ["Probe unmounted"]]);
    log.mockRestore();
  });
});
