import { ChangeEvent, useCallback, useEffect, useState } from "react";

type InputChangeEvent = ChangeEvent<HTMLInputElement>;

type InputHandler<T> = {
  onChange: (event: InputChangeEvent) => void;

  value: T;
};

type Options<T> = {
  validate?: (newValue: T, currentValue: T) => boolean;
};

const defaultOptions = {};

function useInput<
  T extends number | string | readonly string[] | undefined = string
>(
  initialValue: T = " " as T,
  options: Options<T> = defaultOptions
): InputHandler<T> {
  const [value, setValue] = useState<T>(initialValue);

  const onChange = useCallback(
    (event: InputChangeEvent) => {
      const newValue = event.target.value as T;
      let shouldUpdate = true;
      if (typeof options.validate === "function") {
        shouldUpdate = options.validate(newValue, value);
      }

      if (shouldUpdate) {
        setValue(newValue);
      }
    },
    [options, value]
  );

  // sync with default value
  useEffect(() => {
    setValue(initialValue);
  }, [initialValue]);

  const handler: InputHandler<T> = {
    onChange,
    value,
  };

  return handler;
}

export { useInput };
