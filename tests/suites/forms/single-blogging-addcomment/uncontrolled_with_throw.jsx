import React, { useRef, useState } from "react";
const App = () => {
  const input = useRef();
  const [success, setSuccess] = useState("");
  const [error, setError] = useState("");
  const handleSubmit = async () => {
    setSuccess("");
    setError("");
    try {
      const res = await fetch("/api/comments", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: input.current.value }) });
      if (!res.ok) throw new Error("bad status");
      setSuccess("Comment added successfully!");
    } catch (e) {
      setError("Failed to add comment.");
    }
  };
  return (
    <>
      <input ref={input} placeholder="Add a comment" />
      <button onClick={handleSubmit}>Submit</button>
      {success && <p className="ok">{success}</p>}
      {error && <p className="bad">{error}</p>}
    </>
  );
};
export default App;
