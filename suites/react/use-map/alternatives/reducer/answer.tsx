import { useMemo, useReducer, useRef } from "react";

const reduce = (map: any, [type, key, value]: any) => {
  switch (type) {
    case "set":
      return { ...map, [key]: value };
    case "all":
      return key;
    default:
      return Object.fromEntries(Object.entries(map).filter(([name]) => name !== String(key)));
  }
};

export function useMap(initialMap: any = {}) {
  const first = useRef(initialMap);
  const [map, send] = useReducer(reduce, initialMap);
  const stable = useMemo(
    () => ({
      set: (key: any, value: any) => send(["set", key, value]),
      setAll: (all: any) => send(["all", all]),
      remove: (key: any) => send(["remove", key]),
      reset: () => send(["all", first.current]),
    }),
    [],
  );
  return [map, { ...stable, get: (key: any) => map[key] }];
}
