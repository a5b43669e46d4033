import { useState } from "react";
import { read, utils } from "xlsx";

type Props = { onParse: (data: { foo: number; bar: number }[]) => void };

const ExcelForm: React.FC<Props> = (props) => {
  const [file, setFile] = useState<File | null>(null);
  const handleUpload = async () => {
    if (!file) return;
    const workbook = read(new Uint8Array(await file.arrayBuffer()), { type: "array" });
    const [, ...rows] = utils.sheet_to_json<number[]>(workbook.Sheets[workbook.SheetNames[0]], { header: 1 });
    props.onParse(rows.map(([foo, bar]) => ({ foo: Number(foo), bar: Number(bar) })));
  };
  return (
    <div>
      <label>
        Workbook <input type="file" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      </label>
      <button onClick={handleUpload}>Upload</button>
    </div>
  );
};

export default ExcelForm;
