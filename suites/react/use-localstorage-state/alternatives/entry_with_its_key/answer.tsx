import { useCallback, useEffect, useRef, useState } from "react";

const CHANGED = "localstorage-state-changed";

function read(key: string, initial: any) {
  const text = localStorage.getItem(key);
  if (text === null) return typeof initial === "function" ? initial() : initial;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export default function useLocalstorageState(key: string, initialState?: any) {
  const [stored, setEntry] = useState(() => ({ key, value: read(key, initialState) }));
  const entry = stored.key === key ? stored : { key, value: read(key, initialState) };
  if (entry !== stored) setEntry(entry);
  const latest = useRef(entry);
  latest.current = entry;

  useEffect(() => {
    localStorage.setItem(key, JSON.stringify(entry.value));
  }, [key, entry.value]);

  useEffect(() => {
    const fromOtherPage = (event: StorageEvent) => {
      if (event.key === key && event.newValue !== null) setEntry({ key, value: JSON.parse(event.newValue) });
    };
    const fromThisPage = (event: any) => {
      if (event.detail.key === key) setEntry(event.detail);
    };
    window.addEventListener("storage", fromOtherPage);
    window.addEventListener(CHANGED, fromThisPage);
    return () => {
      window.removeEventListener("storage", fromOtherPage);
      window.removeEventListener(CHANGED, fromThisPage);
    };
  }, [key]);

  const setValue = useCallback((next: any) => {
    const { key, value } = latest.current;
    latest.current = { key, value: typeof next === "function" ? next(value) : next };
    localStorage.setItem(key, JSON.stringify(latest.current.value));
    window.dispatchEvent(new CustomEvent(CHANGED, { detail: latest.current }));
  }, []);

  return [entry.value, setValue, () => localStorage.removeItem(key)];
}
