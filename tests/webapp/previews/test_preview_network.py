"""Previews in Chromium: an answer that a person looks at reaches no server, not even by WebRTC."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import FrameLocator, Page, expect

from evaluations.models import Run, StoredFile, Suite, Workbook
from evaluations.records import Sampling
from tests.webapp.review_browser import open_as, previews
from tests.webapp.review_rows import finish, make_campaign, make_run, person
from tests.webapp.rows_for_pages import make_model, make_person, make_suite

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (Path(settings.BASE_DIR) / "static/vendor/preview.js").exists(), reason="no browser bundles: make setup"
    ),
]
# It tries its own document's class, an empty frame's class, and a frame that runs only the preview's script.
CALLER = """
import React, { useEffect, useState } from "react";
const code = (call) => `
${call}
export default function Inner() { call(window.RTCPeerConnection, "ADDRESS").catch(() => {}); return null; }`;
async function call(Peer, address) {
  const urls = [`stun:${address}`, `turn:${address}?transport=udp`, `turn:${address}?transport=tcp`];
  const peer = new Peer({ iceServers: [{ urls, username: "rows of the team", credential: "b" }] });
  peer.createDataChannel("x");
  await peer.setLocalDescription(await peer.createOffer());
  const candidate = `candidate:1 1 udp 2122260223 127.0.0.1 ${address.split(":")[1]} typ host`;
  await peer.addIceCandidate({ candidate, sdpMid: "0" });
}
export default function Caller() {
  const [tried, setTried] = useState(0);
  useEffect(() => {
    const inner = document.body.appendChild(document.createElement("iframe"));
    const classes = [window, inner.contentWindow].flatMap((at) => [
      () => at.RTCPeerConnection, () => at.webkitRTCPeerConnection,
    ]);
    const given = { files: { "a.jsx": code(String(call)) }, entry: "a.jsx" };
    const candidate = JSON.stringify(given).replaceAll("<", "\\u003c");
    const script = [...document.scripts].find(({ src }) => src.endsWith("preview.js")).src;
    const own = document.createElement("iframe");
    own.srcdoc = `<script type="application/json" id="candidate">${candidate}</script>`;
    own.srcdoc += `<script src="${script}"></script>`;
    document.body.append(own);
    (async () => {
      for (const find of classes) try { await call(find(), "ADDRESS"); } catch {}
      setTimeout(() => setTried(classes.length), 1500);
    })();
  }, []);
  return <p>{`tried ${tried}, own class: ${typeof window.RTCPeerConnection}`}</p>;
}
"""


class Listener:
    """Listens on a port for datagrams and connections, and counts both."""

    def __init__(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        for listening in (self.tcp, self.udp):
            listening.setblocking(False)

    def received(self) -> int:
        """Return the number of datagrams and connections since the last call."""
        return self._count(lambda: self.udp.recv(65536)) + self._count(lambda: self.tcp.accept()[0].close())

    @staticmethod
    def _count(take: Callable[[], Any]) -> int:
        n = 0
        try:
            while True:
                take()
                n += 1
        except BlockingIOError:
            return n


@pytest.fixture
def listener() -> Iterator[Listener]:
    started = Listener()
    yield started
    started.tcp.close()
    started.udp.close()


def caller(listener: Listener) -> Callable[[str], str]:
    """Return a function that makes, from a model's label, an answer that calls the listener."""
    return lambda label: f"// {label}\n{CALLER.replace('ADDRESS', f'127.0.0.1:{listener.port}')}"


def expect_silence(frame: FrameLocator, listener: Listener) -> None:
    expect(frame.locator("#root p")).to_contain_text("tried 4", timeout=20_000)
    assert listener.received() == 0
    expect(frame.locator("#root p")).to_contain_text("own class: undefined")


def test_listener_receives_requests_of_an_ordinary_page(page: Page, listener: Listener, live_server: Any) -> None:
    """The site's own pages run no answers, so their policy allows WebRTC. This shows that the calls above are real."""
    page.goto(f"{live_server.url}/sign-in/")
    page.evaluate(
        """async (urls) => {
        const peer = new RTCPeerConnection({iceServers: [{urls, username: "a", credential: "b"}]});
        peer.createDataChannel("x");
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((resolve) => setTimeout(resolve, 1500));
    }""",
        [f"stun:127.0.0.1:{listener.port}"],
    )
    assert listener.received() > 0


def test_preview_on_the_candidate_page_sends_no_request(page: Page, listener: Listener, live_server: Any) -> None:
    candidate = make_run(n_tasks=1, source=caller(listener)).candidates.order_by("pk")[0]
    open_as(page, make_person("mia"), live_server, f"/candidates/{candidate.pk}/")
    page.locator("[data-preview]").scroll_into_view_if_needed()
    expect_silence(page.frame_locator("[data-preview] iframe"), listener)


def test_previews_in_review_send_no_request(page: Page, listener: Listener, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=1, source=caller(listener)))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    for side in (0, 1):
        expect_silence(previews(page).nth(side).content_frame, listener)


def test_demo_of_a_workbook_sends_no_request(page: Page, listener: Listener, live_server: Any) -> None:
    mia = make_person("mia")
    version = make_suite(slug="on-file", n_tasks=1, origin=Suite.Origin.PROMPT)
    run = Run.objects.start(version, [make_model()], Sampling(), title="r", team=mia.memberships.get().team)
    row = Workbook.objects.create(
        team=run.team, file=StoredFile.objects.store(b"a,b\n1,2\n"), name="a.csv", format="csv"
    )
    version.tasks.update(workbook=row, kind="excel", fixtures={"a.csv": row.file_id})
    candidate = run.candidates.get()
    finish(candidate, caller(listener)(""))
    open_as(page, mia, live_server, f"/workbooks/{row.pk}/demo/{candidate.pk}/")
    expect_silence(page.frame_locator("#demo-frame"), listener)
