import React, { useState } from "react";

export default function useInput(initialValue: string = "", options: any = {}) {
  const [state, setState] = useState({ from: initialValue, value: initialValue });
  if (state.from !== initialValue) setState({ from: initialValue, value: initialValue });
  const value = state.from === initialValue ? state.value : initialValue;
  function onChange({ target }: React.ChangeEvent<HTMLInputElement>) {
    const isValid = options.validate ? options.validate(target.value, value) : true;
    if (isValid) setState({ from: initialValue, value: target.value });
  }
  return { value, onChange };
}
