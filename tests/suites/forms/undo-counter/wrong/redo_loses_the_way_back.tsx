import { useState } from "react";

export default function Counter() {
  const [past, setPast] = useState<number[]>([]);
  const [count, setCount] = useState(0);
  const [future, setFuture] = useState<number[]>([]);
  const change = (next: number) => {
    if (next === count) return;
    setPast([...past, count]);
    setCount(next);
    setFuture([]);
  };
  const undo = () => {
    setFuture([...future, count]);
    setCount(past[past.length - 1]);
    setPast(past.slice(0, -1));
  };
  const redo = () => {
    setPast([...past, count]);
    setCount(future[0]);
    setFuture(future.slice(1));
  };
  return (
    <div>
      <p>Count: {count}</p>
      <button onClick={() => change(count + 1)}>+1</button>
      <button onClick={() => change(count - 1)}>-1</button>
      <button onClick={() => change(count * 2)}>Double</button>
      <button disabled={!past.length} onClick={undo}>Undo</button>
      <button disabled={!future.length} onClick={redo}>Redo</button>
    </div>
  );
}
