// Words that the editor completes in checks: the module `bakeoff`, Testing Library, user-event and Vitest.
// of: the object in front of the dot.
const words = (type, of, text) =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((label) => ({ label, type, of }));

const QUERIES = ["Role", "LabelText", "PlaceholderText", "Text", "DisplayValue", "AltText", "Title", "TestId"];
const queries = ["get", "getAll", "query", "queryAll", "find", "findAll"]
  .flatMap((verb) => QUERIES.map((what) => `${verb}By${what}`))
  .join(" ");
const MATCHERS = `toBe toEqual toStrictEqual toBeTruthy toBeFalsy toBeNull toBeUndefined toBeDefined toBeNaN toBeGreaterThan toBeGreaterThanOrEqual toBeLessThan
  toBeLessThanOrEqual toBeCloseTo toMatch toMatchObject toContain toContainEqual toHaveLength toHaveProperty toThrow toHaveBeenCalled toHaveBeenCalledTimes
  toHaveBeenCalledWith toHaveBeenLastCalledWith toBeInTheDocument toBeVisible toBeDisabled toBeEnabled toBeChecked toBeRequired toHaveTextContent toHaveValue
  toHaveDisplayValue toHaveAttribute toHaveClass toHaveFocus toHaveStyle toHaveAccessibleName toBeEmptyDOMElement not resolves rejects`;

/** The exports of the module `bakeoff`; a test compares them with its typings. */
export const BAKEOFF_WORDS =
  "pickExport candidates isComponent renderRecorded uploaders pressUntil mounted renderWithoutReact fixture upload dropFile patience capture".split(
    " ",
  );

export const CHECK_WORDS = [
  ...BAKEOFF_WORDS.map((label) => ({ label, type: "function", detail: "bakeoff" })),
  ...words("function", undefined, "describe test it expect vi beforeEach afterEach beforeAll afterAll"),
  ...words("function", undefined, "render renderHook screen within waitFor waitForElementToBeRemoved act cleanup fireEvent userEvent"),
  ...words("function", "screen", `${queries} debug logTestingPlaygroundURL`),
  ...words(
    "function",
    "userEvent",
    "setup click dblClick type clear selectOptions deselectOptions upload hover unhover tab keyboard paste pointer",
  ),
  ...words("function", "user", "click dblClick type clear selectOptions deselectOptions upload hover unhover tab keyboard paste pointer"),
  ...words("function", "fireEvent", "click change input submit keyDown keyUp focus blur mouseEnter mouseLeave drop dragStart dragOver"),
  ...words(
    "function",
    "vi",
    "fn spyOn mock useFakeTimers useRealTimers advanceTimersByTime runAllTimers setSystemTime restoreAllMocks stubGlobal",
  ),
  ...words("function", "expect", "any anything objectContaining arrayContaining stringContaining stringMatching"),
  ...words("function", undefined, MATCHERS).map((one) => ({ ...one, detail: "matcher" })),
  { label: 'import { render, screen } from "@testing-library/react";', type: "text" },
  { label: 'import userEvent from "@testing-library/user-event";', type: "text" },
  { label: 'import { pickExport } from "bakeoff";', type: "text" },
];
