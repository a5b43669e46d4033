import React from "react";

export function createReducerContext(reducer: any, defaultInitialState: any) {
  const Context = React.createContext<any>(null);
  function Provider({ initialState = defaultInitialState, children }: any) {
    const [state, dispatch] = React.useReducer(reducer, initialState);
    const value = React.useMemo(() => [state, dispatch], [state]);
    return <Context.Provider value={value}>{children}</Context.Provider>;
  }
  const useSharedReducer = () => {
    const value = React.useContext(Context);
    if (!value) throw new Error("Put the component under the provider.");
    return value;
  };
  return [useSharedReducer, Provider, Context];
}
