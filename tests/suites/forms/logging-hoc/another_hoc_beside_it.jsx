import React, { useEffect } from "react";

export const withTheme = (Wrapped) => (props) => <Wrapped theme="dark" {...props} />;

export const lifecycle = (Wrapped) => {
  const Inner = (props) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
      return () => console.log(`${Wrapped.displayName || Wrapped.name} unmounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return Inner;
};

export const compose = (...hocs) => (Wrapped) => hocs.reduceRight((made, hoc) => hoc(made), Wrapped);
