import { useState } from "react";

const MyFinanceTool = () => {
  const [file, setFile] = useState();
  const [status, setStatus] = useState({ type: "", text: "" });
  const [isImporting, setIsImporting] = useState(false);

  const handleImport = async () => {
    setIsImporting(true);
    setStatus({ type: "info", text: "Importing…" });
    const formData = new FormData();
    formData.append("csv", file);
    const res = await fetch("/api/import-csv", { method: "POST", body: formData });
    const data = await res.json();
    setStatus(data.success ? { type: "success", text: "CSV imported successfully!" } : { type: "error", text: data.error });
    setIsImporting(false);
  };

  return (
    <div>
      <input type="file" data-testid="csv-file-input" onChange={(e) => setFile(e.target.files[0])} />
      <button data-testid="import-csv-btn" disabled={!file || isImporting} onClick={handleImport}>Import CSV</button>
      <div className={status.type}>{status.text}</div>
    </div>
  );
};

export default MyFinanceTool;
