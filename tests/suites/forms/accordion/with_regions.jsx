import React, { useId, useState } from "react";

function Item({ section, isOpen, onToggle }) {
  const id = useId();
  return (
    <div>
      <button id={`${id}-head`} aria-expanded={isOpen} aria-controls={isOpen ? `${id}-body` : undefined} onClick={onToggle}>
        {section.title}
      </button>
      {isOpen && <div role="region" id={`${id}-body`} aria-labelledby={`${id}-head`}>{section.text}</div>}
    </div>
  );
}

export default function Accordion({ sections }) {
  const [open, setOpen] = useState(null);
  return sections.map((section, at) => (
    <Item key={at} section={section} isOpen={open === at} onToggle={() => setOpen(open === at ? null : at)} />
  ));
}
