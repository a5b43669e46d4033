"""Pictures are stored in less room than the browser writes them in, and show the same."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest
from playwright.sync_api import Browser

from evaluations.png import SIGNATURE, compact_png

TEXT = "<h1>Counter</h1><p style='color:#ccc'>clicks</p><button>clicked 1 times</button><input><hr>"
GRADIENT = "<body style='background: linear-gradient(20deg, #123, #fd0); color: white'><h1>Sunset</h1>"
TWO = "<body style='background: black'><div style='background: white; width: 101px; height: 33px'>"
NOISE = """<canvas width=300 height=200></canvas><script>
const context = document.querySelector("canvas").getContext("2d"), data = context.createImageData(300, 200);
for (let i = 0; i < data.data.length; i++) data.data[i] = i % 4 === 3 ? 255 : (i * 2654435761 >>> 13) % 256;
context.putImageData(data, 0, 0);</script>"""
# How many pixels of two pictures differ; -1 for different sizes.
COMPARE = """async (pictures) => {
  const [a, b] = await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  }));
  if (a.width !== b.width || a.height !== b.height) return -1;
  return a.data.reduce((n, value, place) => n + (value !== b.data[place]), 0);
}"""


@pytest.mark.parametrize(
    ("html", "most_of_quick", "most_of_slow"),
    [(TEXT, 0.5, 0.8), (TWO, 1.0, 1.0), (GRADIENT, 0.7, 1.4), (NOISE, 1.0, 1.4)],
    ids=["text", "two colours", "gradient", "noise"],
)
def test_picture_of_a_page_is_smaller_with_the_same_pixels(
    browser: Browser, html: str, most_of_quick: float, most_of_slow: float
) -> None:
    page = browser.new_page(viewport={"width": 1003, "height": 411})
    page.set_content(html)
    protocol = page.context.new_cdp_session(page)
    quick, slow = (
        base64.b64decode(
            protocol.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": is_quick})["data"]
        )
        for is_quick in (True, False)
    )
    created = compact_png(quick)
    n_different = page.evaluate(COMPARE, [base64.b64encode(picture).decode() for picture in (created, slow)])
    page.close()
    assert n_different == 0
    assert len(created) <= most_of_quick * len(quick)
    assert len(created) <= most_of_slow * len(slow)


def png_of(rows: list[bytes], width: int, number: int = 2, kind: int = 2, interlace: int = 0) -> bytes:
    """A PNG of these rows, all with one filter, whose data is in two pieces."""
    head = struct.pack(">IIBBBBB", width, len(rows), 8, kind, 0, 0, interlace)
    data = zlib.compress(b"".join(bytes([number]) + row for row in rows), 1)
    chunks = ((b"IHDR", head), (b"IDAT", data[:9]), (b"IDAT", data[9:]), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part)) for name, part in chunks
    )


WHITE, SAME = b"\xff" * 300, bytes(300)


def test_picture_of_another_kind_is_left_unchanged() -> None:
    whole = png_of([WHITE, *[SAME] * 8], 100)
    for strange in (
        b"",
        b"not a PNG",
        SIGNATURE,
        png_of([WHITE] * 9, 100, kind=0),
        png_of([WHITE] * 9, 100, interlace=1),
        png_of([WHITE[:-3], *[SAME] * 8], 100),  # a line is too short
        whole[:-30],
        whole[:60] + b"damaged!" + whole[68:],
        png_of([], 100),
    ):
        assert compact_png(strange) == strange
    assert len(compact_png(png_of([WHITE, *[SAME] * 90], 100))) < 100


@pytest.mark.parametrize(
    ("n_colours", "depth", "kind"), [(1, 1, 3), (2, 1, 3), (3, 2, 3), (16, 4, 3), (17, 8, 3), (256, 8, 3), (257, 8, 2)]
)
def test_a_palette_has_as_many_bits_as_it_needs(browser: Browser, n_colours: int, depth: int, kind: int) -> None:
    line = b"".join(struct.pack("BBB", place % n_colours % 256, place % n_colours // 256, 7) for place in range(301))
    given = png_of([line, *[bytes(903)] * 200], 301)
    created = compact_png(given)
    page = browser.new_page()
    n_different = page.evaluate(COMPARE, [base64.b64encode(picture).decode() for picture in (created, given)])
    page.close()
    assert n_different == 0
    assert (created[24], created[25]) == (depth, kind)
