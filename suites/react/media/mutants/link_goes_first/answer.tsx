import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Media(props: any) {
  const { body, bottom, className, heading, left, list, middle, object, right, tag, top, ...attributes } = props;

  let defaultTag;
  if (attributes.href) {
    defaultTag = 'a';
  } else if (heading) {
    defaultTag = 'h4';
  } else if (attributes.src || object) {
    defaultTag = 'img';
  } else if (list) {
    defaultTag = 'ul';
  } else {
    defaultTag = 'div';
  }
  const Tag = tag || defaultTag;

  const kinds = Object.entries({ body, heading, left, right, top, bottom, middle, object, list })
    .filter(([, isGiven]) => isGiven)
    .map(([name]) => `media-${name}`);
  if (!kinds.length) {
    kinds.push('media');
  }
  const classes = join(className, ...kinds);

  return <Tag {...attributes} className={classes} />;
}

export default Media;
