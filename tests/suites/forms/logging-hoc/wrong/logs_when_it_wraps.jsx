export default function withLogging(Wrapped) {
  console.log(`${Wrapped.name} mounted`);
  console.log(`${Wrapped.name} unmounted`);
  return (props) => <Wrapped {...props} />;
}
