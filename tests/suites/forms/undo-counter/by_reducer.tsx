import { useReducer } from "react";

type State = { values: number[]; at: number };
type Action = { type: "set"; next: (n: number) => number } | { type: "move"; by: 1 | -1 };

function reduce({ values, at }: State, action: Action): State {
  if (action.type === "move") return { values, at: Math.min(values.length - 1, Math.max(0, at + action.by)) };
  const next = action.next(values[at]);
  return next === values[at] ? { values, at } : { values: [...values.slice(0, at + 1), next], at: at + 1 };
}

export function Counter() {
  const [{ values, at }, dispatch] = useReducer(reduce, { values: [0], at: 0 });
  const button = (label: string, next: (n: number) => number) => (
    <button type="button" onClick={() => dispatch({ type: "set", next })}>{label}</button>
  );
  return (
    <section>
      <h2>{`Count: ${values[at]}`}</h2>
      {button("+1", (n) => n + 1)}
      {button("-1", (n) => n - 1)}
      {button("Double", (n) => 2 * n)}
      <button disabled={at === 0} onClick={() => dispatch({ type: "move", by: -1 })}>Undo</button>
      <button disabled={at === values.length - 1} onClick={() => dispatch({ type: "move", by: 1 })}>Redo</button>
    </section>
  );
}
