import { useEffect, useState } from "react";

export const SearchList = ({ names }: { names: string[] }) => {
  const [text, setText] = useState("");
  const [shown, setShown] = useState(names);
  useEffect(() => {
    const needle = text.trim().toLocaleLowerCase();
    setShown(names.filter((name) => name.toLocaleLowerCase().indexOf(needle) !== -1));
  }, [names, text]);
  return (
    <section>
      <label htmlFor="search-field">Search</label>
      <input id="search-field" type="search" value={text} onChange={(event) => setText(event.target.value)} />
      {text.length > 0 ? <button type="button" onClick={() => setText("")}>Clear</button> : null}
      <p role="status">{`${shown.length} of ${names.length}`}</p>
      {shown.length ? <ul>{shown.map((name) => <li key={name}>{name}</li>)}</ul> : <p>{`Nothing found for ${text}`}</p>}
    </section>
  );
};
