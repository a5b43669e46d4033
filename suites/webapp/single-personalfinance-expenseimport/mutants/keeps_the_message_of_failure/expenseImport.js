import { useRef, useState } from "react";

export default function ExpenseImport() {
  const input = useRef(null);
  const [message, setMessage] = useState("");
  const [error, setError] = useState("");

  async function importFile() {
    const body = new FormData();
    body.append("file", input.current.files[0]);
    const response = await fetch("/api/import-csv", { method: "POST", body });
    const answer = await response.json();
    if (response.ok) setMessage("CSV imported successfully!");
    else setError(answer.error);
  }

  return (
    <section>
      <input ref={input} type="file" accept=".csv" data-testid="csv-file-input" />
      <button data-testid="import-csv-btn" onClick={importFile}>Import</button>
      <p role="status">{message}</p>
      <p role="alert">{error}</p>
    </section>
  );
}
