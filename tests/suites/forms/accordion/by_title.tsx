import { Fragment, useState } from "react";

interface Props { sections: { title: string; text: string }[] }

export const Accordion = ({ sections = [] }: Props) => {
  const [openTitle, setOpenTitle] = useState<string | null>(null);
  const toggle = (title: string) => setOpenTitle((old) => (old === title ? null : title));
  return (
    <dl>
      {sections.map(({ title, text }) => {
        const isOpen = title === openTitle;
        return (
          <Fragment key={title}>
            <dt><button type="button" aria-expanded={isOpen ? "true" : "false"} onClick={() => toggle(title)}>{title} {isOpen ? "▲" : "▼"}</button></dt>
            {isOpen ? <dd>{text}</dd> : null}
          </Fragment>
        );
      })}
    </dl>
  );
};
