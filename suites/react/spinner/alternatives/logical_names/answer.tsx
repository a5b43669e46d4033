export default function Spinner({ type = "border", size, color, tag, className, children = "Loading...", ...rest }: any) {
  const Outer = tag || "div";
  let name = "spinner-" + type;
  if (size) name += " spinner-" + type + "-" + size;
  if (color) name += " text-" + color;
  if (className) name += " " + className;
  return (
    <Outer role="status" className={name} {...rest}>
      {children === "" ? null : <span className="visually-hidden">{children}</span>}
    </Outer>
  );
}
