const React = require("react");

function useLogger(name) {
  React.useEffect(function () {
    console.log(name + " mounted");
    return function () {
      console.log(name + " unmounted");
    };
  }, []);
}

module.exports = useLogger;
