import { useRef, useState } from "react";
export default function ReturnsPage() {
  const input = useRef();
  const [{ stock, failed }, setState] = useState({ stock: 100, failed: false });
  function process() {
    fetch("/api/returns", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ returned: +input.current.value }) })
      .then((res) => (res.ok ? res.json() : Promise.reject(res)))
      .then((data) => setState({ stock: data.newStockLevel, failed: false }))
      .catch(() => setState((old) => ({ ...old, failed: true })));
  }
  return (
    <div>
      <p>In stock: <span data-testid="newStockLevel">{stock}</span></p>
      <input ref={input} data-testid="returnInput" />
      <button data-testid="submitReturn" onClick={process}>Process return</button>
      <div>{failed && "Error processing return."}</div>
    </div>
  );
}
