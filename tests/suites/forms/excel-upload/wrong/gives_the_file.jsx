export default function ExcelUpload({ onUpload }) {
  return <input type="file" onChange={(event) => onUpload(event.target.files[0])} />;
}
