import { useState } from "react";

export default function BlogTools() {
  return (
    <>
      <MetaKeywords />
      <CommentApproval id={1} />
    </>
  );
}

function useRequest(address, options, success, failure) {
  const [message, setMessage] = useState("");
  const send = async () => {
    const response = await fetch(address, options);
    setMessage(response.ok ? success : failure);
  };
  return [message, send];
}

function MetaKeywords() {
  const [message, send] = useRequest("/api/meta-keywords", { method: "POST" }, "Meta keywords generated successfully", "Failed to generate meta keywords");
  return (
    <section>
      {message ? <p>{message}</p> : <button onClick={send}>Generate meta keywords</button>}
    </section>
  );
}

function CommentApproval({ id }) {
  const [message, send] = useRequest(`/api/comments/approve/${id}`, { method: "PUT" }, "Comment approved successfully", "Failed to approve comment");
  return (
    <section>
      <h2>Approve comments</h2>
      {message ? <p>{message}</p> : <button onClick={send}>Approve</button>}
    </section>
  );
}
