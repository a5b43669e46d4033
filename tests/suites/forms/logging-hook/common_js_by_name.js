const { useEffect } = require("react");

const useLogger = (name) => {
  useEffect(() => {
    console.debug("mount: " + name);
    return () => console.debug("unmount: " + name);
  }, [name]);
};

module.exports = { useLogger };
