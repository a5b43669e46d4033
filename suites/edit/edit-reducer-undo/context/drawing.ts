export type Shape = { id: string; x: number; y: number };
export type State = { shapes: Shape[]; selected: string | null };
export type Action =
  | { type: "add"; shape: Shape }
  | { type: "move"; id: string; x: number; y: number }
  | { type: "remove"; id: string }
  | { type: "select"; id: string | null };

export const initial: State = { shapes: [], selected: null };

export function reduce(state: State, action: Action): State {
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
