export type Shape = { id: string; x: number; y: number };
export type State = { shapes: Shape[]; selected: string | null; past: Shape[][]; future: Shape[][] };
export type Action =
  | { type: "undo" }
  | { type: "redo" }
  | { type: "add"; shape: Shape }
  | { type: "move"; id: string; x: number; y: number }
  | { type: "remove"; id: string }
  | { type: "select"; id: string | null };

export const initial: State = { shapes: [], selected: null, past: [], future: [] };

export function reduce(state: State, action: Action): State {
  const { shapes, past, future } = state;
  if (action.type === "undo") {
    if (!past.length) return state;
    return { shapes: past[past.length - 1], selected: null, past: past.slice(0, -1), future: [shapes, ...future] };
  }
  if (action.type === "redo") {
    if (!future.length) return state;
    return { shapes: future[0], selected: null, past: [...past, shapes], future: future.slice(1) };
  }
  const next = change(state, action);
  return next.shapes === shapes ? next : { ...next, past: [...past, shapes] };
}

function change(state: State, action: Action): State {
  switch (action.type) {
    case "add":
      return { ...state, shapes: [...state.shapes, action.shape] };
    case "move":
      return {
        ...state,
        shapes: state.shapes.map((shape) => (shape.id === action.id ? { ...shape, x: action.x, y: action.y } : shape)),
      };
    case "remove":
      return { ...state, shapes: state.shapes.filter((shape) => shape.id !== action.id), selected: null };
    case "select":
      return { ...state, selected: action.id };
    default:
      return state;
  }
}
