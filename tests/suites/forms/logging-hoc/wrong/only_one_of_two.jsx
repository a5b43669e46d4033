import { useEffect } from "react";

export const withMountLog = (Wrapped) => (props) => {
  useEffect(() => {
    console.log(`${Wrapped.name} mounted`);
  }, []);
  return <Wrapped {...props} />;
};

export const withUnmountLog = (Wrapped) => (props) => {
  useEffect(() => () => console.log(`${Wrapped.name} unmounted`), []);
  return <Wrapped {...props} />;
};
