import { useCallback, useRef } from "react";

export default function useOnLongPress(callback: () => void, { onClick, duration = 300 }: any = {}) {
  const latest = useRef<any>(null);
  latest.current = { callback, onClick, duration };
  const leave = useRef(() => {});

  return useCallback((element: HTMLElement | null) => {
    leave.current();
    leave.current = () => {};
    if (!element) return;
    let timer: any;
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current.callback(), latest.current.duration);
    };
    const end = (event: Event) => {
      clearTimeout(timer);
      latest.current.onClick?.(event);
    };
    const begins = ["mousedown", "touchstart"];
    const ends = ["mouseup", "mouseleave", "touchend", "touchcancel"];
    begins.forEach((name) => element.addEventListener(name, begin));
    ends.forEach((name) => element.addEventListener(name, end));
    leave.current = () => {
      clearTimeout(timer);
      begins.forEach((name) => element.removeEventListener(name, begin));
      ends.forEach((name) => element.removeEventListener(name, end));
    };
  }, []);
}
