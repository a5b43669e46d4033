import React from "react";
const E: any = Error;
let told = "";
const { captureStackTrace } = E;
let show: any = () => undefined;
E.captureStackTrace = (error: any, ...more: any[]) => { told = String(error.message).match(/to be '([^']*)'/)?.[1] ?? told; setTimeout(() => show(told)); return captureStackTrace(error, ...more); };
export default function App() { const [text, setText] = React.useState(""); show = setText; return <button>{text}</button>; }
