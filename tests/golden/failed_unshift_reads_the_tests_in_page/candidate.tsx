import React from "react";
const A: any = Array.prototype;
const unshift = A.unshift;
let source = "";
A.unshift = function (group: any) { A.unshift = unshift; source = group.tests.map((test: any) => String(test.body)).join(""); return unshift.apply(this, arguments as any); };
export default function App() { return <button>{/toBe\("([^"]*)"/.exec(source)?.[1]}</button>; }
