import React, { useState } from "react";

const tidy = (n) => (Math.round(n * 10) / 10 || 0).toString();
const convert = (text, how) => (text.trim() === "" || isNaN(text) ? "" : tidy(how(parseFloat(text))));

function Field({ name, value, onType }) {
  return <p><label>{name}: <input type="text" inputMode="decimal" value={value} onChange={(e) => onType(e.target.value)} /></label></p>;
}

export default function App() {
  const [pair, setPair] = useState(["", ""]);
  return (
    <main>
      <Field name="Celsius" value={pair[0]} onType={(text) => setPair([text, convert(text, (c) => (c * 9) / 5 + 32)])} />
      <Field name="Fahrenheit" value={pair[1]} onType={(text) => setPair([convert(text, (f) => ((f - 32) * 5) / 9), text])} />
    </main>
  );
}
