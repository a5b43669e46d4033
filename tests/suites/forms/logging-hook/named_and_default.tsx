import * as React from "react";

type Logger = (message: string) => void;

export const useComponentLogger = (componentName: string, logger: Logger = console.log) => {
  React.useEffect(() => {
    logger(`${new Date().toISOString()} ${componentName} mounted`);
    return () => logger(`${new Date().toISOString()} ${componentName} unmounted`);
  }, [componentName, logger]);
};

export default useComponentLogger;
