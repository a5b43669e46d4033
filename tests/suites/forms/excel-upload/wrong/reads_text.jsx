export default function ExcelUpload({ onParsed }) {
  const handle = async (event) => {
    const [, ...lines] = (await event.target.files[0].text()).split("\n");
    onParsed(lines.map((line) => line.split(",").map(Number)));
  };
  return <input type="file" onChange={handle} />;
}
