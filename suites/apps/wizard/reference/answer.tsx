import { useState } from "react";

type Props = { onFinish?: (given: { name: string; city: string }) => void };

export default function Wizard({ onFinish }: Props) {
  const [step, setStep] = useState(1);
  const [name, setName] = useState("");
  const [city, setCity] = useState("");
  const finish = () => {
    onFinish?.({ name: name.trim(), city: city.trim() });
    setStep(4);
  };
  if (step === 4) return <p>Thank you, {name.trim()}</p>;
  const isEmpty = !(step === 1 ? name : city).trim();
  return (
    <div>
      <p>Step {step} of 3</p>
      {step === 1 && <label>Name <input value={name} onChange={(event) => setName(event.target.value)} /></label>}
      {step === 2 && <label>City <input value={city} onChange={(event) => setCity(event.target.value)} /></label>}
      {step === 3 && <dl><dt>Name: {name}</dt><dt>City: {city}</dt></dl>}
      {step > 1 && <button onClick={() => setStep(step - 1)}>Back</button>}
      {step < 3 ? <button disabled={isEmpty} onClick={() => setStep(step + 1)}>Next</button> : <button onClick={finish}>Finish</button>}
    </div>
  );
}
