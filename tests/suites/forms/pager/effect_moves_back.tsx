import { useEffect, useMemo, useState } from "react";

type PagerProps = { items: string[]; pageSize?: number };

export const Pager = ({ items, pageSize = 5 }: PagerProps) => {
  const [index, setIndex] = useState(0);
  const pages = useMemo(() => {
    const made: string[][] = [];
    for (let at = 0; at < items.length; at += pageSize) made.push(items.slice(at, at + pageSize));
    return made.length ? made : [[]];
  }, [items, pageSize]);
  useEffect(() => {
    if (index >= pages.length) setIndex(pages.length - 1);
  }, [index, pages.length]);
  return (
    <section>
      <ol>{(pages[index] ?? []).map((item, at) => <li key={at}>{item}</li>)}</ol>
      <nav>
        <button onClick={() => setIndex(index - 1)} disabled={index <= 0}>Previous</button>
        <span>{`Page ${index + 1} of ${pages.length}`}</span>
        <button onClick={() => setIndex(index + 1)} disabled={index >= pages.length - 1}>Next</button>
      </nav>
    </section>
  );
};
