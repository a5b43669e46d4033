import { useCallback, useMemo, useState } from "react";

type AnyFunction = (...args: any[]) => any;

type ExcludeFunction<T> = Exclude<T, AnyFunction>;

type UseUndoStateOptions = {
  maxSize: number;
};

type UseUndoStatePushFunctionArgumentsCallback<T> = (currentValue: T) => T;

type UseUndoStatePushFunction<T> = (
  argument: T | UseUndoStatePushFunctionArgumentsCallback<T>
) => void;

type UndoFunction = () => void;

type UseUndoStateReturnValue<T> = [
  ExcludeFunction<T>,
  UseUndoStatePushFunction<ExcludeFunction<T>>,
  UndoFunction
];

const defaultOptions: UseUndoStateOptions = { maxSize: 100 };

const isUndoStateUpdater = <T,>(
  argument: T | ((currentValue: T) => T)
): argument is (currentValue: T) => T => {
  return typeof argument === "function";
};

const useUndoState = <T,>(
  defaultValue: ExcludeFunction<T>,
  options?: UseUndoStateOptions
): UseUndoStateReturnValue<T> => {
  const { maxSize } = useMemo(() => {
    return { ...defaultOptions, ...options };
  }, [options]);

  const [value, setValue] = useState<Array<ExcludeFunction<T>>>([defaultValue]);

  const push: UseUndoStatePushFunction<ExcludeFunction<T>> = useCallback(
    (argument) => {
      return setValue((current) => {
        if (!(0 in current)) {
          return current;
        }

        const restValues =
          current.length >= maxSize ? current.slice(0, maxSize) : current;

        if (isUndoStateUpdater(argument)) {
          return [argument(current[0]), ...restValues];
        } else {
          return [argument, ...restValues];
        }
      });
    },
    [maxSize]
  );

  const undo = useCallback(() => {
    setValue((current) => {

      const [, ...values] = current;

      return values;
    });
  }, []);

  const returnValue = useMemo<UseUndoStateReturnValue<T>>(() => {
    return [value[0] as ExcludeFunction<T>, push, undo];
  }, [push, undo, value]);

  return returnValue;
};

export { useUndoState };
