export default function ExcelUpload({ onParsed }) {
  return <input type="file" name={typeof onParsed} />;
}
