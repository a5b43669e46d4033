"""References that fail here, with reasons. `make compat` counts them separately. See docs/explanation/compat.md."""

REAL_BROWSER = "replaces what a real browser does not let anybody replace (jsdom does)"
NO_PACKAGE = "imports a package that is no longer maintained"
NODE_ONLY = "needs Node itself"
HIDDEN_PAGE = "wants a page that is hidden; its own data counts it as failing"
NO_NETWORK = "wants navigator.onLine; there is no network, and the browser says so"
REACT_17 = "written for React 17, where a root rendered inside another render is shown immediately"
REACT_19 = "written for React 19, which gathers what several cleanups throw"
READS_TOO_EARLY = "reads immediately what the browser does a moment later"

KNOWN_DIFFERENCES = {
    "exercism-js/parallel-letter-frequency": NODE_ONLY,
    "MBJSP/243": "calls a function that only its test defines",
    "react-use/createReducer": NO_PACKAGE,
    "react-use/useSpring": NO_PACKAGE,
    "react-use/useTween": NO_PACKAGE,
    "react-use/useHash": REAL_BROWSER,
    "react-use/useSearchParam": REAL_BROWSER,
    "rooks/useClipboard": REAL_BROWSER,
    "rooks/useIsDroppingFiles": REAL_BROWSER,
    "rooks/useFullscreen": REAL_BROWSER,
    "rooks/useLockBodyScroll": "expects jsdom's empty computed style where a browser says `visible`",
    "react-use/useScrollbarWidth": "expects jsdom's missing width where a browser measures one",
    "react-use/useEnsuredForwardedRef": REACT_17,
    "rooks/useDisposable": REACT_19,
    "bom-task-7": HIDDEN_PAGE,
    "bom-task-17": NO_NETWORK,
    "bom-task-19": READS_TOO_EARLY,
    **{f"esmodule-task-{number}": NODE_ONLY for number in (13, 14, 15, 18, 19)},
}
# Specs that an empty page passes because of the spec: `if (!contentFrame) return` before the first check.
PASS_WITH_NOTHING = frozenset(f"bom-task-{number}" for number in (13, 14, 15, 16, 20))
NO_TYPESCRIPT = "the reference has a syntax error, and its own tests never ran"
