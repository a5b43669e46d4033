import { useReducer } from "react";

const merge = (state: any, patch: any) => ({ ...state, ...(typeof patch === "function" ? patch(state) : patch) });

export default (initialState: any = {}) => useReducer(merge, initialState);
