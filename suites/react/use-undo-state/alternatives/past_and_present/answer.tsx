import { useReducer } from "react";

export default function useUndoState(defaultValue: any, { maxSize = 100 }: { maxSize?: number } = {}) {
  const [{ past, present }, send] = useReducer(
    (state: any, action: any) => {
      if (action.type === "undo") {
        if (!state.past.length) return state;
        return { past: state.past.slice(0, -1), present: state.past[state.past.length - 1] };
      }
      const next = typeof action.value === "function" ? action.value(state.present) : action.value;
      return { past: [...state.past, state.present].slice(-maxSize), present: next };
    },
    { past: [], present: defaultValue },
  );
  return [present, (value: any) => send({ type: "push", value }), () => send({ type: "undo" })] as const;
}
