import { useReducer, useRef } from "react";

export function useGetSet<T>(initialState: T | (() => T)) {
  const [, render] = useReducer((n: number) => n + 1, 0);
  const box = useRef<any>(null);
  if (!box.current) {
    box.current = { value: initialState instanceof Function ? initialState() : initialState };
    box.current.pair = [
      () => box.current.value,
      (next: any) => {
        box.current.value = next instanceof Function ? next(box.current.value) : next;
        render();
      },
    ];
  }
  return box.current.pair;
}
