import React from "react";
const { useEffect, useState } = React;

function useLog(name) {
  const [id] = useState(() => Math.random());
  useEffect(() => {
    console.log(name, "mounted", id);
    return () => console.log(name, "unmounted", id);
  }, [name, id]);
}
