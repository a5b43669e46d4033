import { useState } from "react";

type Section = { title: string; text: string };

export default function Accordion({ sections }: { sections: Section[] }) {
  const [open, setOpen] = useState(-1);
  return (
    <div>
      {sections.map((section, i) => (
        <section key={i}>
          <h3><button aria-expanded={open === i || undefined} onClick={() => setOpen(open === i ? -1 : i)}>{section.title}</button></h3>
          {open === i && <p>{section.text}</p>}
        </section>
      ))}
    </div>
  );
}
