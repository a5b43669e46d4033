import { useReducer } from "react";
export default function Comments() {
  const [state, put] = useReducer((old, more) => ({ ...old, ...more }), { comment: "", note: "" });
  const send = () =>
    window.fetch("/api/comments", { method: "POST", headers: new Headers({ Accept: "application/json" }), body: state.comment })
      .then(({ status }) => put({ note: status < 300 ? "Comment added successfully" : "Failed to add comment" }));
  return (
    <section>
      <textarea aria-label="comment" placeholder="Add a comment" value={state.comment} onChange={({ target }) => put({ comment: target.value })} />
      <button onClick={send}>Submit</button>
      <span>{state.note}</span>
    </section>
  );
}
