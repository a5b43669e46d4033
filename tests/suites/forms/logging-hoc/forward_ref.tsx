import { ComponentType, forwardRef, memo, useEffect } from "react";

function hocLogger(Component: ComponentType<any>, componentName?: string) {
  const Logged = forwardRef<unknown, any>((props, ref) => {
    const name = componentName ?? Component.displayName ?? Component.name;
    useEffect(() => {
      console.debug(name, "was mounted");
      return () => console.debug(name, "will be unmounted");
    }, [name]);
    return <Component ref={undefined} {...props} />;
  });
  return memo(Logged);
}
export { hocLogger };
