import { useLayoutEffect, useState } from "react";

export default function useGetIsMounted() {
  const [life] = useState(() => {
    const box = { is: false, get: () => box.is };
    return box;
  });
  useLayoutEffect(() => {
    life.is = true;
    return () => void (life.is = false);
  }, [life]);
  return life.get;
}
