import { Dispatch, useMemo, useReducer, useRef } from "react";

const updateReducer = (num: number): number => (num + 1) % 1_000_000;

function useUpdate(): () => void {
  const [, update] = useReducer(updateReducer, 0);

  return update;
}

type IHookStateInitialSetter<S> = () => S;

type IHookStateInitAction<S> = S | IHookStateInitialSetter<S>;

type IHookStateSetter<S> = ((prevState: S) => S) | (() => S);

type IHookStateSetAction<S> = S | IHookStateSetter<S>;

type IHookStateResolvable<S> = S | IHookStateInitialSetter<S> | IHookStateSetter<S>;

function resolveHookState<S>(nextState: IHookStateInitAction<S>): S;

function resolveHookState<S, C extends S>(
  nextState: IHookStateSetAction<S>,
  currentState?: C
): S;

function resolveHookState<S, C extends S>(
  nextState: IHookStateResolvable<S>,
  currentState?: C
): S;

function resolveHookState<S, C extends S>(
  nextState: IHookStateResolvable<S>,
  currentState?: C
): S {
  if (typeof nextState === 'function') {
    return nextState.length ? (nextState as Function)(currentState) : (nextState as Function)();
  }

  return nextState;
}

export default function useGetSet<S>(
  initialState: IHookStateInitAction<S>
): [get: () => S, set: Dispatch<IHookStateSetAction<S>>] {
  const state = useRef(resolveHookState(initialState));
  const update = useUpdate();

  return useMemo(
    () => [
      () => state.current as S,
      (newState: IHookStateSetAction<S>) => {
        state.current = newState as S;
        update();
      },
    ],
    []
  );
}
