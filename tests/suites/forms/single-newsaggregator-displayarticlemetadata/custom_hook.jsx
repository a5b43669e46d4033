import { useEffect, useState } from "react";
const useArticles = (url) => {
  const [result, set] = useState([[], null]);
  useEffect(() => {
    const control = new AbortController();
    fetch(url, { signal: control.signal }).then(async (r) => set(r.ok ? [await r.json(), null] : [[], "Failed to load article metadata"]), () => undefined);
    return () => control.abort();
  }, [url]);
  return result;
};
const Home = () => {
  const [articles, msg] = useArticles("/api/articles");
  return <>{msg && <p>{msg}</p>}{articles.map((a) => <dl key={a.id}><dt>{a.author}</dt><dt>{a.date}</dt><dt>{a.source}</dt></dl>)}</>;
};
export default Home;
