import { useEffect, useRef } from "react";

const sorted = (value: any): any =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === "object"
      ? Object.keys(value).sort().map((key) => [key, sorted(value[key])])
      : value;

export function useDeepCompareEffect(effect: any, deps: any[]) {
  useEffect(effect, [JSON.stringify(sorted(deps))]);
}
