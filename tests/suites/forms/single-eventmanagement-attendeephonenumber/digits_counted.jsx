import { useRef, useState } from "react";
export default () => {
  const ref = useRef(null), [said, say] = useState("");
  const submit = (e) => {
    e.preventDefault();
    if (ref.current.value.replace(/\D/g, "").length < 10) return say("Invalid phone number format.");
    return fetch("/register-attendee", { method: "POST", body: ref.current.value }).then((r) => say(r.ok ? "Registration successful" : "Error"));
  };
  return <form noValidate onSubmit={submit}><input aria-label="Phone" ref={ref} /><input type="submit" hidden /><button>Submit</button><output>{said}</output></form>;
};
