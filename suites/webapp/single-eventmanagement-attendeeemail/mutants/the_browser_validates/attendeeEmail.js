import { useRef, useState } from "react";

export default function AttendeeEmail() {
  const email = useRef(null);
  const [message, setMessage] = useState("");

  async function submit() {
    const { value } = email.current;
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
      setMessage("Invalid email format");
      return;
    }
    const response = await fetch("/register-attendee", { method: "POST", body: JSON.stringify({ email: value }) });
    setMessage(response.ok ? "Registration successful" : "Registration failed");
  }

  return (
    <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <label>Email <input type="email" ref={email} /></label>
      <button>Submit</button>
      <p role="status">{message}</p>
    </form>
  );
}
