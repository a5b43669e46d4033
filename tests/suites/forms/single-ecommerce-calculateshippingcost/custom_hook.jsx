import { useCallback, useState } from "react";
const useShipping = () => {
  const [state, setState] = useState({ status: "idle" });
  const load = useCallback(async () => {
    setState({ status: "loading" });
    const r = await fetch("/api/cart/shipping", { method: "GET" });
    setState(r.ok ? { status: "done", ...(await r.json()) } : { status: "failed" });
  }, []);
  return { ...state, load };
};
export default () => {
  const { status, shipping, load } = useShipping();
  return <p><button disabled={status === "loading"} data-testid="calculate-shipping" onClick={load}>Shipping?</button>{status === "done" && <b>Shipping: ${shipping}</b>}{status === "failed" && <b>Failed to calculate shipping</b>}</p>;
};
