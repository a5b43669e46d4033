import { useEffect, useMemo, useRef } from "react";

type CallbackWithNoArguments = () => void;

function useDidMount(callback: CallbackWithNoArguments): void {
  useEffect(() => {
    if (typeof callback === "function") {
      callback();
    }
  }, []);
}

type Callback = () => void;

function useWillUnmount(callback: Callback): void {
  // run only once
  useEffect(() => {
    return callback;
  }, []);
}

function useDidUpdate(callback: () => void, conditions?: unknown[]): void {
  const hasMountedRef = useRef<boolean>(false);
  const internalConditions = useMemo(() => {
    if (typeof conditions !== "undefined" && !Array.isArray(conditions)) {
      return [conditions];
    } else if (Array.isArray(conditions) && conditions.length === 0) {
      console.warn(
        "Using [] as the second argument makes useDidUpdate a noop. The second argument should either be `undefined` or an array of length greater than 0."
      );
    }

    return conditions;
  }, [conditions]);

  useEffect(() => {
    if (hasMountedRef.current) {
      callback();
    }
  }, internalConditions);

  useDidMount(() => {
    hasMountedRef.current = true;
  });

  useWillUnmount(() => {
    hasMountedRef.current = false;
  });
}

export type PropsRecord = Record<string, unknown>;

export function useWhyDidYouUpdate(
  componentName: string,
  currentProps: PropsRecord,
  enableLogging = true
) {
  const previousProps = useRef<PropsRecord>({});
  useDidUpdate(() => {
    if (previousProps.current && enableLogging) {
      const combinedKeys = Object.keys({
        ...previousProps.current,
        ...currentProps,
      });
      const changedProps: PropsRecord = {};
      combinedKeys.forEach((key) => {
        if (!Object.is(previousProps.current[key], currentProps[key])) {
          changedProps[key] = {
            from: previousProps.current[key],
            to: currentProps[key],
          };
        }
      });

      if (true) {
        console.log("[why-did-you-update]", componentName, changedProps);
      }
    }
  }, [currentProps, componentName, enableLogging]);

  useEffect(() => {
    previousProps.current = currentProps;
  });
}
