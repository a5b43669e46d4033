import React from "react";

export function useDefault(fallback: any, first: any) {
  const state = React.useState(first);
  return [state[0] ?? fallback, state[1]];
}
