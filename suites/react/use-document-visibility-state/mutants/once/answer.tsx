import { useState } from "react";

export function useDocumentVisibilityState() {
  return useState(document.visibilityState)[0];
}
