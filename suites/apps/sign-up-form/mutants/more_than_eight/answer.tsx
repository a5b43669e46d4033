import { useState, type FormEvent } from "react";

type Props = { onSignUp?: (account: { email: string; password: string }) => void };
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

export default function SignUpForm({ onSignUp }: Props) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [faults, setFaults] = useState<string[]>([]);
  const [isDone, setIsDone] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const found = [
      EMAIL.test(email) ? "" : "Enter a valid email",
      password.length > 8 ? "" : "At least 8 characters",
      password === again ? "" : "Passwords differ",
    ].filter(Boolean);
    setFaults(found);
    if (found.length) return;
    onSignUp?.({ email, password });
    setIsDone(true);
  };
  if (isDone) return <p>Welcome, {email}</p>;
  return (
    <form onSubmit={send} noValidate>
      <label>Email <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} /></label>
      <label>Password <input type="password" value={password} onChange={(event) => setPassword(event.target.value)} /></label>
      <label>Repeat password <input type="password" value={again} onChange={(event) => setAgain(event.target.value)} /></label>
      {faults.map((fault) => <p role="alert" key={fault}>{fault}</p>)}
      <button>Sign up</button>
    </form>
  );
}
