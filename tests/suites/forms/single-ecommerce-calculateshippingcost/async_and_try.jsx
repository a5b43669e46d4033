import React, { useState } from 'react';
function Cart() {
  const [cost, setCost] = useState(null);
  const [err, setErr] = useState(false);
  const go = async () => {
    try {
      const res = await fetch('/api/cart/shipping');
      if (res.status !== 200) throw res;
      const data = await res.json();
      setCost(data.shipping); setErr(false);
    } catch { setErr(true); setCost(null); }
  };
  return (<div><button data-testid="calculate-shipping" onClick={go}>Go</button>{cost != null && <p>Shipping: ${cost}</p>}{err && <p>Failed to calculate shipping</p>}</div>);
}
export default Cart;
