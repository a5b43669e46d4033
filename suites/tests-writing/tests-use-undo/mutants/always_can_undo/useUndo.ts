import { useState } from "react";

export function useUndo<T>(initial: T) {
  const [{ past, present, future }, setState] = useState({ past: [] as T[], present: initial, future: [] as T[] });
  return {
    value: present,
    canUndo: true,
    canRedo: future.length > 0,
    set: (value: T) =>
      setState((state) => {
        if (Object.is(value, state.present)) return state;
        return { past: [...state.past, state.present], present: value, future: [] };
      }),
    undo: () =>
      setState((state) => {
        if (!state.past.length) return state;
        return {
          past: state.past.slice(0, -1),
          present: state.past[state.past.length - 1],
          future: [state.present, ...state.future],
        };
      }),
    redo: () =>
      setState((state) => {
        if (!state.future.length) return state;
        const [present, ...future] = state.future;
        return { past: [...state.past, state.present], present, future };
      }),
  };
}
