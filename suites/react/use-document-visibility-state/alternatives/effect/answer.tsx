import { useEffect, useState } from "react";

const useDocumentVisibilityState = () => {
  const [state, setState] = useState(document.visibilityState);
  useEffect(() => {
    const update = () => setState(document.visibilityState);
    update();
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return state;
};
export default useDocumentVisibilityState;
