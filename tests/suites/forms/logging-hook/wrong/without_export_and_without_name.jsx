import { useEffect } from "react";

function useLog(name) {
  useEffect(() => {
    console.log("mounted");
    return () => console.log("unmounted");
  }, []);
}
