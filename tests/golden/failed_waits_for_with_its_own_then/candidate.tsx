import React from "react";
const P: any = Promise.prototype;
const { then } = P;
export default function App() { P.then = function (...x: any[]) { P.then = then; return then.call(this, () => x[0]?.(undefined)); }; return <button>0</button>; }
