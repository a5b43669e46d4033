import { useEffect, type ComponentType } from "react";

function useLifecycleLog(name: string) {
  useEffect(() => {
    console.info(`[${name}] mount`);
    return () => console.info(`[${name}] unmount`);
  }, [name]);
}

export default <P extends object>(Wrapped: ComponentType<P>) =>
  function Logged(props: P) {
    useLifecycleLog(Wrapped.displayName ?? Wrapped.name);
    return <Wrapped {...props} />;
  };
