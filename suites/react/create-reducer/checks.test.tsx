import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const createReducer: any = pickExport(answer as any, { name: "createReducer", like: /^create|reducer/i });

const reducer = (state: { count: number }, action: any) => {
  if (action.type === "add") return { count: state.count + (action.by ?? 1) };
  return state;
};

test("works without middleware", () => {
  const useIt = createReducer();
  const { result } = renderHook(() => useIt(reducer, { count: 0 }));
  expect(result.current[0]).toEqual({ count: 0 });
  act(() => {
    result.current[1]({ type: "add" });
    result.current[1]({ type: "add", by: 4 });
  });
  expect(result.current[0]).toEqual({ count: 5 });
});

test("makes the first state with the initializer", () => {
  const useIt = createReducer();
  const { result } = renderHook(() => useIt(reducer, { count: 1 }, (state: any) => ({ count: state.count * 10 })));
  expect(result.current[0]).toEqual({ count: 10 });
});

test("a middleware may dispatch later, as a thunk", () => {
  const thunk = ({ dispatch, getState }: any) => (next: any) => (action: any) =>
    typeof action === "function" ? action(dispatch, getState) : next(action);
  const useIt = createReducer(thunk);
  const { result } = renderHook(() => useIt(reducer, { count: 0 }));
  const seen: number[] = [];
  act(() => {
    result.current[1]((dispatch: any, getState: any) => {
      dispatch({ type: "add" });
      seen.push(getState().count);
      dispatch({ type: "add", by: 2 });
      seen.push(getState().count);
    });
  });
  expect(seen).toEqual([1, 3]);
  expect(result.current[0]).toEqual({ count: 3 });
});

test("calls the middlewares in their order", () => {
  const log: string[] = [];
  const named = (name: string) => () => (next: any) => (action: any) => {
    log.push(`${name} before`);
    next(action);
    log.push(`${name} after`);
  };
  const useIt = createReducer(named("a"), named("b"));
  const { result } = renderHook(() => useIt(reducer, { count: 0 }));
  act(() => {
    result.current[1]({ type: "add" });
  });
  expect(log).toEqual(["a before", "b before", "b after", "a after"]);
  expect(result.current[0]).toEqual({ count: 1 });
});

test("a dispatch of a middleware goes through all of them", () => {
  const log: string[] = [];
  const logs = () => (next: any) => (action: any) => {
    log.push(action.type);
    next(action);
  };
  const twice = ({ dispatch }: any) => (next: any) => (action: any) => {
    if (action.type === "twice") {
      dispatch({ type: "add" });
      dispatch({ type: "add" });
    } else next(action);
  };
  const useIt = createReducer(logs, twice);
  const { result } = renderHook(() => useIt(reducer, { count: 0 }));
  act(() => {
    result.current[1]({ type: "twice" });
  });
  expect(log).toEqual(["twice", "add", "add"]);
  expect(result.current[0]).toEqual({ count: 2 });
});
