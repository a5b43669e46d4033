import { useState } from "react";

export function Contact({ onSend }) {
  const [email, setEmail] = useState("");
  const [message, setMessage] = useState("");
  const [isSent, setIsSent] = useState(false);
  const [isWrong, setIsWrong] = useState(false);

  function submit(event) {
    event.preventDefault();
    if (!/@.*\./.test(email)) {
      setIsWrong(true);
      return;
    }
    onSend({ email: email.trim(), message });
    setMessage("");
    setIsSent(true);
  }

  return (
    <form onSubmit={submit} noValidate>
      <label>
        E-mail{" "}
        <input
          type="email"
          value={email}
          aria-invalid={isWrong ? "true" : undefined}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
      </label>
      {isWrong && <p role="alert">Enter an e-mail address</p>}
      <label>
        Message <textarea value={message} onChange={(event) => setMessage(event.target.value)} />
      </label>
      <button disabled={!message.trim()}>Send</button>
      {isSent && <p role="status">Thank you!</p>}
    </form>
  );
}
