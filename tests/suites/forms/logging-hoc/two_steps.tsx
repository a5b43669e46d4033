import { ComponentType, useEffect } from "react";

export const logLifecycle = (name: string) => <P extends object>(Inner: ComponentType<P>) => (props: P) => {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, []);
  return <Inner {...props} />;
};
