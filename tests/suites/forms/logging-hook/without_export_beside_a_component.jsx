import { useEffect } from "react";

const useLog = (name) => {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
};

function Example() {
  useLog("Example");
  return <p>hello</p>;
}
