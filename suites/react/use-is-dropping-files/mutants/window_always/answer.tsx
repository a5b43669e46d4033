import { useState, useEffect, useCallback } from "react";

type CallbackRef = (node: HTMLElement | null) => void;

function useIsDroppingFiles(isTargetWindow: true): boolean;
function useIsDroppingFiles(isTargetWindow?: false): [CallbackRef, boolean];

function useIsDroppingFiles(isTargetWindow = false): boolean | [CallbackRef, boolean] {
  const [targetNode, setTargetNode] = useState<HTMLElement | null>(null);

  const ref = useCallback((node: HTMLElement | null) => {
    setTargetNode(node);
  }, []);
  const [isDroppingFiles, setIsDroppingFiles] = useState(false);

  useEffect(() => {
    const handleDragEnter = (e: DragEvent) => {
      e.preventDefault();
      setIsDroppingFiles(Boolean(e.dataTransfer?.types.includes("Files")));
    };

    const handleDragLeave = (e: DragEvent) => {
      e.preventDefault();
      setIsDroppingFiles(false);
    };

    const target = window;

    if (target) {
      target.addEventListener("dragenter", handleDragEnter as EventListener);
      target.addEventListener("dragover", handleDragEnter as EventListener);
      target.addEventListener("dragleave", handleDragLeave as EventListener);
      target.addEventListener("drop", handleDragLeave as EventListener);
    }

    return () => {
      if (target) {
        target.removeEventListener("dragenter", handleDragEnter as EventListener);
        target.removeEventListener("dragover", handleDragEnter as EventListener);
        target.removeEventListener("dragleave", handleDragLeave as EventListener);
        target.removeEventListener("drop", handleDragLeave as EventListener);
      }
    };
  }, [isTargetWindow, targetNode]);
  if (isTargetWindow) {
    return isDroppingFiles;
  }

  return [ref, isDroppingFiles];
}

export { useIsDroppingFiles };
