"""Which calls a spec may make to Playwright's driver. Every call that is not listed here is refused. Pure.

A spec may come from an imported suite, so it is not trusted. No allowed call names a file or folder of this machine,
starts a program, opens a connection, or leaves the candidate's own site.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from evaluations.sandbox.playwright.files import ORIGIN, is_own


def names(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


ON_ELEMENTS = names(
    """blur check click dblclick dispatchEvent evalOnSelector evalOnSelectorAll evaluateExpression
    evaluateExpressionHandle fill focus getAttribute hover innerHTML innerText inputValue isChecked isDisabled
    isEditable isEnabled isHidden isVisible press querySelector querySelectorAll selectOption setInputFiles tap
    textContent type uncheck waitForSelector"""
)
ON_VALUES = names("dispose evaluateExpression evaluateExpressionHandle getProperty getPropertyList jsonValue")
ON_FRAMES = names(
    """addScriptTag addStyleTag ariaSnapshot content dragAndDrop expect frameElement goto queryCount setContent
    title waitForFunction waitForTimeout"""
)
ON_PAGES = names(
    """addInitScript bringToFront close emulateMedia goBack goForward keyboardDown keyboardInsertText keyboardPress
    keyboardType keyboardUp mouseClick mouseDown mouseMove mouseUp mouseWheel reload screenshot
    setExtraHTTPHeaders setViewportSize touchscreenTap updateSubscription"""
)
ON_CONTEXTS = names(
    """addCookies addInitScript clearCookies clearPermissions clockFastForward clockInstall clockPauseAt clockResume
    clockRunFor clockSetFixedTime clockSetSystemTime close cookies grantPermissions newPage setExtraHTTPHeaders
    setGeolocation setOffline updateSubscription"""
)
ALLOWED: dict[str, frozenset[str]] = {
    "BrowserContext": ON_CONTEXTS,
    "Page": ON_PAGES,
    "Frame": ON_ELEMENTS | ON_FRAMES,
    "ElementHandle": (ON_ELEMENTS - {"blur"})  # a handle has no such call
    | ON_VALUES
    | names("boundingBox contentFrame ownerFrame scrollIntoViewIfNeeded selectText waitForElementState"),
    "JSHandle": ON_VALUES,
    "Dialog": names("accept dismiss"),
}
# Files are handed over as bytes (`payloads`), never by a name on this machine.
FORBIDDEN = names("localPaths localDirectory directoryStream streams path selectorEngines proxy")
OF_CONTEXTS = names(
    """colorScheme contrast deviceScaleFactor extraHTTPHeaders forcedColors geolocation hasTouch isMobile
    javaScriptEnabled locale noDefaultViewport offline permissions reducedMotion screen strictSelectors
    testIdAttributeName timezoneId userAgent viewport"""
)
CONTEXT: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 720},
    "serviceWorkers": "block",
    "acceptDownloads": "deny",
}
NOT_HERE = "{}.{} is not allowed to a spec here."


class RequestRefused(Exception):
    """The call was refused; the text gives the reason."""


def authorise(kind: str, method: str, params: dict[str, Any]) -> dict[str, Any]:
    """Check a call and return its parameters. Raises Refused."""
    if method not in ALLOWED.get(kind, ()):
        raise RequestRefused(NOT_HERE.format(kind, method))
    if named := sorted(FORBIDDEN & set(params)):
        raise RequestRefused(f'{kind}.{method}: "{named[0]}" is not allowed to a spec here. Hand files over as bytes.')
    if method == "goto":
        url = urljoin(f"{ORIGIN}/", str(params.get("url", "")))
        if url != "about:blank" and not is_own(url):
            raise RequestRefused(f"{url} is not part of the candidate's site ({ORIGIN}); there is no network.")
        return {**params, "url": url}
    if method in ("addScriptTag", "addStyleTag") and not params.get("content") and not is_own(str(params.get("url"))):
        raise RequestRefused(f"{method} takes content, or an address of the candidate's own site.")
    return params


def context_params(requested: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a new browser context. Raises Refused."""
    if unknown := sorted(set(requested) - OF_CONTEXTS):
        raise RequestRefused(
            f'"{unknown[0]}" is not an option of a context. There are: {", ".join(sorted(OF_CONTEXTS))}.'
        )
    defaults = {name: value for name, value in CONTEXT.items() if name != "viewport"}
    base = defaults if requested.get("noDefaultViewport") else CONTEXT
    return {**base, **requested, **defaults}
