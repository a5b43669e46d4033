"""Helpers for tests of reviews in Chromium: an answer that takes a file, a signed-in page, its previews."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, Response

from tests.webapp.rows_for_pages import sign_in

UPLOAD = """
import React, { useState } from 'react';
// Made by %s. It takes the focus, as answers do.
export default function Upload({ onData }) {
  const [name, setName] = useState('nothing yet');
  return <div>
    <input autoFocus aria-label="text" />
    <input type="file" aria-label="file" onChange={(e) => { setName(e.target.files[0].name); onData?.(1); }} />
    <p>got {name}, width {window.innerWidth}, %d</p>
  </div>;
}
"""


def upload(label: str) -> str:
    return UPLOAD % (label, len(label))


def open_as(page: Page, user: User, live_server: Any, address: str) -> None:
    page.route_web_socket("**/ws/**", lambda socket: None)  # this server has no WebSockets
    value = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.goto(live_server.url + address)


def previews(page: Page) -> Any:
    return page.locator(".pair:not(.is-waiting) iframe")


def read(response: Response) -> str:
    """Return address, headers and body. Bodies of pictures are left out, because the test made them."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.all_headers().items())
    is_text = "image/" not in response.headers.get("content-type", "") and response.status not in (204, 302, 304)
    return f"{response.url}\n{headers}\n{response.text() if is_text else ''}"
