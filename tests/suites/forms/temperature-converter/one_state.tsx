import { useState } from "react";

type Typed = { scale: "c" | "f"; text: string };

function other({ scale, text }: Typed): string {
  if (!text.trim()) return "";
  const value = Number(text);
  if (!Number.isFinite(value)) return "";
  const result = scale === "c" ? value * 1.8 + 32 : (value - 32) / 1.8;
  return String(Number(result.toFixed(1)));
}

export function TemperatureConverter() {
  const [typed, setTyped] = useState<Typed>({ scale: "c", text: "" });
  const values = { [typed.scale]: typed.text, [typed.scale === "c" ? "f" : "c"]: other(typed) };
  return (
    <form>
      <label htmlFor="c">Celsius</label>
      <input id="c" value={values.c} onChange={(event) => setTyped({ scale: "c", text: event.target.value })} />
      <label htmlFor="f">Fahrenheit</label>
      <input id="f" value={values.f} onChange={(event) => setTyped({ scale: "f", text: event.target.value })} />
    </form>
  );
}
