import { useEffect } from 'react';

function useComponentLogger(componentName) {
  useEffect(() => { console.log(componentName + ' has been mounted'); }, [componentName]);
  useEffect(() => () => { console.log(componentName + ' was removed'); }, [componentName]);
}

module.exports = { useComponentLogger };
