import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryAllByRole("button").length >= 9;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "TicTacToe", fits: (value: any) => isComponent(value) && shows(value) });
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => document.body.textContent ?? "";

const squares = () => screen.getAllByRole("button").filter((each) => !/new game/i.test(each.textContent ?? ""));
const play = (...moves: number[]) => moves.forEach((at) => fireEvent.click(squares()[at]));
const board = () => squares().map((each) => (each.textContent ?? "").trim() || "-").join("");

beforeEach(() => void render(<App />));

test("begins empty, and X is next", () => {
  expect(board()).toBe("---------");
  expect(shown()).toMatch(/next:\s*x/i);
});

test("X and O take turns", () => {
  play(0, 4);
  expect(board()).toBe("X---O----");
  expect(shown()).toMatch(/next:\s*x/i);
});

test("a taken square does not change, and the turn stays", () => {
  play(0, 0);
  expect(board()).toBe("X--------");
  expect(shown()).toMatch(/next:\s*o/i);
});

test.each([
  ["first row", [0, 3, 1, 4, 2], "x"],
  ["middle row", [3, 0, 4, 1, 5], "x"],
  ["last row", [6, 0, 7, 1, 8], "x"],
  ["left column", [0, 1, 3, 2, 6], "x"],
  ["middle column", [1, 0, 4, 2, 7], "x"],
  ["right column", [0, 2, 1, 5, 3, 8], "o"],
  ["diagonal", [0, 1, 4, 2, 8], "x"],
  ["other diagonal", [2, 0, 4, 1, 6], "x"],
])("three in a %s win", (_, moves, winner) => {
  play(...(moves as number[]));
  expect(shown()).toMatch(new RegExp(`winner:\\s*${winner}`, "i"));
  expect(shown()).not.toMatch(/next:/i);
});

test("after a win nothing changes", () => {
  play(0, 3, 1, 4, 2);
  const before = board();
  play(8);
  expect(board()).toBe(before);
});

test("a full board without three is a draw", () => {
  play(0, 1, 2, 4, 3, 5, 7, 6, 8);
  expect(shown()).toMatch(/draw/i);
});

test("a win with the last square is no draw", () => {
  play(0, 1, 2, 3, 5, 4, 7, 6, 8);
  expect(shown()).toMatch(/winner:\s*x/i);
});

test("a new game begins with X", () => {
  play(0);
  press(/new game/i);
  expect(board()).toBe("---------");
  expect(shown()).toMatch(/next:\s*x/i);
});
