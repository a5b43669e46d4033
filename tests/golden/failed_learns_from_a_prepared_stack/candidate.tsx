import React from "react";
const E: any = Error;
let show: any = () => undefined;
E.prepareStackTrace = (error: any) => { const told = /to be '([^']*)'/.exec(String(error.message))?.[1]; if (told) setTimeout(() => show(told)); return ""; };
export default function App() { const [text, setText] = React.useState(""); show = setText; return <button>{text}</button>; }
