import { useEffect, useRef } from "react";

export function useMount(callback: () => void) {
  useEffect(() => {
    callback();
  }, []);
}

export function useUnmount(callback: () => void) {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => () => latest.current(), []);
}

export function useLogMountAndUnmount(name: string) {
  useMount(() => console.log(`${name} mounted`));
  useUnmount(() => console.log(`${name} unmounted`));
}

export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
