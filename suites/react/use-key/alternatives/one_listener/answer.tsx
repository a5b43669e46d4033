import { useEffect, useRef } from "react";

export default function useKey(keys: any, callback: any, { eventTypes = ["keydown"], target, when = true }: any = {}) {
  const latest = useRef<any>(null);
  latest.current = { keys: [].concat(keys), callback };
  const types = eventTypes.join(" ");
  useEffect(() => {
    if (!when) return;
    const node: EventTarget = target ? target.current : window;
    const listener = (event: any) => {
      const { keys, callback } = latest.current;
      if (keys.includes(event.key) || keys.includes(event.code)) callback(event);
    };
    for (const type of types.split(" ")) node.addEventListener(type, listener);
    return () => types.split(" ").forEach((type: string) => node.removeEventListener(type, listener));
  }, [when, types, target]);
}
