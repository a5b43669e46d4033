type Row = Record<string, string | number>;
type Props = { columns: { key: string; title: string }[]; rows: Row[] };

export default function Table({ columns, rows }: Props) {
  if (rows.length === 0) return <p>No rows</p>;
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ key, title }) => (
            <th key={key} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {columns.map(({ key }) => (
              <td key={key}>{row[key]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
