import { useCallback, useState } from "react";

export default function useGetSet(initialState: any) {
  const [state, set] = useState(initialState);
  return [useCallback(() => state, [state]), set];
}
