import { useSyncExternalStore } from "react";

type UseDocumentVisibilityStateReturnType = Document["visibilityState"] | null;

function getVisibilityStateSnapshot(): UseDocumentVisibilityStateReturnType {
  if (typeof document !== "undefined") {
    return document.visibilityState;
  } else {
    return null;
  }
}

function getVisibilityStateSubscription(callback: () => void) {
  // useSyncExternalStore only subscribes on the client.
  if (typeof document !== "undefined") {
    document.addEventListener("visibilitychange", callback);
    return () => {
      document.removeEventListener("visibilitychange", callback);
    };
  }

  // SSR fallback: no-op unsubscribe.
  return () => {};
}

function getVisibilityStateServerSnapshot(): UseDocumentVisibilityStateReturnType {
  return null;
}

function useDocumentVisibilityState(): UseDocumentVisibilityStateReturnType {
  return useSyncExternalStore(getVisibilityStateSubscription, getVisibilityStateSnapshot, getVisibilityStateServerSnapshot);
}

export { useDocumentVisibilityState };
