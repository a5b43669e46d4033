export const report = (Wrapped) => {
  console.log(`${Wrapped.name} mounted`);
  return Wrapped.name;
};

export const withLogging = (Wrapped) => (props) => <Wrapped {...props} />;
