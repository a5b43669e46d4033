import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Progress(props: any) {
  const {
    children,
    className,
    barClassName,
    value = 0,
    min = 0,
    max = 100,
    animated,
    striped,
    color,
    bar,
    multi,
    tag: Tag = 'div',
    style = {},
    barStyle = {},
    ...attributes
  } = props;

  const percent = (Number(value) / Number(max)) * 100;

  const progressBarClasses = join(
    'progress-bar',
    bar ? className || barClassName : barClassName,
    animated ? 'progress-bar-animated' : null,
    color ? `bg-${color}` : null,
    striped ? 'progress-bar-striped' : null,
  );

  const progressBarProps = {
    className: progressBarClasses,
    style: {
      ...(bar ? style : {}),
      ...barStyle,
      width: `${percent}%`,
    },
    role: 'progressbar',
    'aria-valuenow': value,
    'aria-valuemin': min,
    'aria-valuemax': max,
    children: children,
  };

  if (bar) {
    return <Tag {...attributes} {...progressBarProps} />;
  }

  return (
    <Tag {...attributes} style={style} className={join(className, 'progress')}>
      {multi ? children : <div {...progressBarProps} />}
    </Tag>
  );
}

export default Progress;
