import { useState } from "react";

const converted = (text: string, convert: (value: number) => number) => {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? "" : String(Math.round(convert(value) * 10) / 10);
};

export default function TemperatureConverter() {
  const [celsius, setCelsius] = useState("");
  const [fahrenheit, setFahrenheit] = useState("");
  const fromCelsius = (text: string) => {
    setCelsius(converted(text, (value) => value));
    setFahrenheit(converted(text, (value) => (value * 9) / 5 + 32));
  };
  const fromFahrenheit = (text: string) => {
    setFahrenheit(text);
    setCelsius(converted(text, (value) => ((value - 32) * 5) / 9));
  };
  return (
    <div>
      <label>Celsius <input value={celsius} onChange={(event) => fromCelsius(event.target.value)} /></label>
      <label>Fahrenheit <input value={fahrenheit} onChange={(event) => fromFahrenheit(event.target.value)} /></label>
    </div>
  );
}
