"""References that do not pass here, and why; `make compat` counts them apart. docs/compat.md tells it in words."""

USER_EVENT_13 = "written for user-event 13, whose actions were over at once; version 14 has to be awaited"
REAL_BROWSER = "replaces what a real browser does not let anybody replace (jsdom does)"
NO_PACKAGE = "imports a package that nobody keeps any more"
RESET_MOCKS = "relies on its repository's Jest setting clearMocks"
NODE_ONLY = "needs Node itself"
HIDDEN_PAGE = "wants a page that is hidden; its own data counts it as failing"
NO_NETWORK = "wants navigator.onLine; there is no network, and the browser says so"
AT_ONCE = "reads at once what the browser does a moment later"

KNOWN = {
    "exercism-js/parallel-letter-frequency": NODE_ONLY,
    "MBJSP/243": "calls a function that only its test defines",
    "react-use/createReducer": NO_PACKAGE, "react-use/useSpring": NO_PACKAGE, "react-use/useTween": NO_PACKAGE,
    "react-use/useMedia": "renders on a server, with @testing-library/react-hooks/server",
    "react-use/useEffectOnce": RESET_MOCKS, "react-use/useEvent": RESET_MOCKS,
    "react-use/useHash": REAL_BROWSER, "react-use/useOrientation": REAL_BROWSER,
    "react-use/useSearchParam": REAL_BROWSER, "rooks/useClipboard": REAL_BROWSER, "rooks/useSpeech": REAL_BROWSER,
    "rooks/useIsDroppingFiles": REAL_BROWSER, "rooks/useFullscreen": REAL_BROWSER,
    "rooks/useLockBodyScroll": "expects jsdom's empty computed style where a browser says `visible`",
    "react-use/useScrollbarWidth": "expects jsdom's missing width where a browser measures one",
    "rooks/useAsyncDisposable": NODE_ONLY,
    "bom-task-7": HIDDEN_PAGE, "bom-task-17": NO_NETWORK, "bom-task-19": AT_ONCE,
    **{f"esmodule-task-{number}": NODE_ONLY for number in (13, 14, 15, 18, 19)},
    **{
        f"reactstrap/{name}": USER_EVENT_13
        for name in (
            "Alert", "Button", "ButtonToggle", "CloseButton", "DropdownToggle", "Dropdown", "Fade", "InputGroup",
            "NavLink", "Offcanvas", "UncontrolledAccordion", "UncontrolledCollapse",
        )
    },
}  # fmt: skip
NO_TYPESCRIPT = "the reference has a syntax error, and its own tests never ran"
