import React, { useEffect } from "react";

export function withLogger<P extends object>(Component: React.ComponentType<P>): React.FC<P> {
  const Logged: React.FC<P> = (props) => {
    useEffect(() => {
      console.log(`${Component.name} mounted`);
      return () => console.log(`${Component.name} unmounted`);
    }, []);
    return <Component {...props} />;
  };
  return Logged;
}

export const LoggedButton = withLogger(({ label }: { label: string }) => <button>{label}</button>);
