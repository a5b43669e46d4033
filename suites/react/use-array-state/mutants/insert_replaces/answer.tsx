import { useCallback, useMemo, useState } from "react";

type Push<T> = (...args: Parameters<Array<T>["push"]>) => void;
type Pop = () => void;
type Unshift<T> = (...args: Parameters<Array<T>["unshift"]>) => void;
type Shift = () => void;
type Reverse = () => void;
type Concat<T> = (value: T[]) => void;
type Fill<T> = (value: T, start?: number, end?: number) => void;
type UpdateItemAtIndex<T> = (index: number, value: T) => void;
type Clear = () => void;
type SetArray<T> = (value: T[]) => void;
type Splice<T> = (...args: Parameters<Array<T>["splice"]>) => void;
type RemoveItemAtIndex = (index: number) => void;
type ReplaceItemAtIndex<T> = (index: number, value: T) => void;
type InsertItemAtIndex<T> = (index: number, value: T) => void;
type Sort<T> = (compareFn?: (a: T, b: T) => number) => void;

export type UseArrayStateControls<T> = {
  push: Push<T>;
  pop: Pop;
  clear: Clear;
  unshift: Unshift<T>;
  shift: Shift;
  reverse: Reverse;
  concat: Concat<T>;
  fill: Fill<T>;
  updateItemAtIndex: UpdateItemAtIndex<T>;
  setArray: SetArray<T>;
  splice: Splice<T>;
  removeItemAtIndex: RemoveItemAtIndex;
  replaceItemAtIndex: ReplaceItemAtIndex<T>;
  insertItemAtIndex: InsertItemAtIndex<T>;
  sort: Sort<T>;
};

export type UseArrayStateReturnValue<T> = [T[], UseArrayStateControls<T>];

function useArrayState<T>(
  initial: T[] | (() => T[])
): UseArrayStateReturnValue<T> {
  const [array, setArray] = useState(initial ?? []);

  const push = useCallback<Push<T>>((...values) => {
    setArray((currentArray) => [...currentArray, ...values]);
  }, []);

  const pop = useCallback<Pop>(() => {
    setArray((currentArray) => currentArray.slice(0, -1));
  }, []);

  const clear = useCallback<Clear>(() => {
    setArray([]);
  }, []);

  const unshift = useCallback<Unshift<T>>((...values) => {
    setArray((currentArray) => [...values, ...currentArray]);
  }, []);

  const shift = useCallback<Shift>(() => {
    setArray((currentArray) => currentArray.slice(1));
  }, []);

  const reverse = useCallback<Reverse>(() => {
    setArray((currentArray) => [...currentArray].reverse());
  }, []);

  const concat = useCallback<Concat<T>>((value: T[]) => {
    setArray((currentArray) => [...currentArray, ...value]);
  }, []);

  const fill = useCallback<Fill<T>>(
    (value: T, start?: number, end?: number) => {
      setArray((currentArray) => [...currentArray].fill(value, start, end));
    },
    []
  );

  const updateItemAtIndex = useCallback(
    (index: number, value: T) => {
      setArray((prevArray) => {
        const newArray = [...prevArray];
        newArray[index] = value;
        return newArray;
      });
    },
    [setArray]
  );

  const splice = useCallback<Splice<T>>(
    (...args) => {
      setArray((prevArray) => {
        const newArray = [...prevArray];
        newArray.splice(...args);
        return newArray;
      });
    },
    [setArray]
  );

  const removeItemAtIndex = useCallback<RemoveItemAtIndex>(
    (index: number) => {
      setArray((prevArray) => {
        const newArray = [...prevArray];
        newArray.splice(index, 1);
        return newArray;
      });
    },
    [setArray]
  );

  const replaceItemAtIndex = useCallback<ReplaceItemAtIndex<T>>(
    (index: number, value: T) => {
      setArray((prevArray) => {
        const newArray = [...prevArray];
        newArray.splice(index, 1, value);
        return newArray;
      });
    },
    [setArray]
  );

  const insertItemAtIndex = useCallback<InsertItemAtIndex<T>>(
    (index: number, value: T) => {
      setArray((prevArray) => {
        const newArray = [...prevArray];
        newArray[index] = value;
        return newArray;
      });
    },
    [setArray]
  );

  const sort = useCallback<Sort<T>>((compareFn) => {
    setArray((currentArray) => [...currentArray].sort(compareFn));
  }, []);

  const controls = useMemo<UseArrayStateControls<T>>(() => {
    return {
      push,
      pop,
      clear,
      unshift,
      shift,
      reverse,
      concat,
      fill,
      updateItemAtIndex,
      setArray,
      splice,
      removeItemAtIndex,
      replaceItemAtIndex,
      insertItemAtIndex,
      sort,
    };
  }, [
    push,
    pop,
    clear,
    unshift,
    shift,
    reverse,
    concat,
    fill,
    updateItemAtIndex,
    setArray,
    splice,
    removeItemAtIndex,
    replaceItemAtIndex,
    insertItemAtIndex,
    sort,
  ]);

  const returnValue = useMemo<UseArrayStateReturnValue<T>>(() => {
    return [array, controls];
  }, [array, controls]);

  return returnValue;
}

export { useArrayState };
