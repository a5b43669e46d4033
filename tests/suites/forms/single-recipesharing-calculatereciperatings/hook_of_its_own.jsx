import { useEffect, useState } from "react";
function useFetched(address) {
  const [state, setState] = useState({ status: "loading" });
  useEffect(() => {
    let ignore = false;
    (async () => {
      const answer = await fetch(address);
      const next = answer.ok ? { status: "done", data: await answer.json() } : { status: "failed" };
      if (!ignore) setState(next);
    })();
    return () => { ignore = true; };
  }, [address]);
  return state;
}
export default () => {
  const { status, data } = useFetched("/recipe-rating");
  switch (status) {
    case "done": return <h4>Average rating: {data.rating}</h4>;
    case "failed": return <h4>Failed to calculate rating</h4>;
    default: return null;
  }
};
