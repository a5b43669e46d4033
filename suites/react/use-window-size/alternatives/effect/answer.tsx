import { useEffect, useState } from "react";

const read = ({ innerWidth, innerHeight, outerWidth, outerHeight } = window) => ({ innerWidth, innerHeight, outerWidth, outerHeight });

export default function useWindowSize() {
  const [size, setSize] = useState(() => read());
  useEffect(() => {
    const update = () => setSize(read());
    window.addEventListener("resize", update);
    return () => window.removeEventListener("resize", update);
  }, []);
  return size;
}
