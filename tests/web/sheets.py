"""Every page as pictures, side by side: `python -m tests.web.sheets DIR [PATH…]` writes one sheet for each page, at three widths, in both themes and
both languages, to be looked at by somebody. Nothing is compared and nothing fails."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.serving.running import serving
from tests.web.browsing import launched
from tests.web.pages import ADDRESSES

WIDTHS = (390, 820, 1440)
LOOK = "<style>body{margin:0}div{display:flex}figure{margin:0;width:420px;max-height:1700px;overflow:hidden}img{width:420px;display:block}</style>"
"""How a sheet lies: a page is shown 420 pixels wide, and its first 1,700 pixels."""


def sheet(browser: Browser, address: str, path: str) -> bytes:
    """One page in all ways: languages and themes as rows, widths as columns."""
    rows = []
    for lang in ("en", "zh"):
        for dark in (False, True):
            shots = []
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
                page.goto(f"{address}/{lang}{path}", wait_until="load")
                shot = base64.b64encode(page.screenshot(full_page=True)).decode()
                page.close()
                shots.append(f'<figure><img src="data:image/png;base64,{shot}"></figure>')
            rows.append(f"<div>{''.join(shots)}</div>")
    whole = browser.new_page(viewport={"width": 420 * len(WIDTHS), "height": 900})
    whole.set_content(LOOK + "".join(rows), wait_until="load")
    found = whole.screenshot(full_page=True)
    whole.close()
    return found


def main(folder: str, *paths: str) -> None:
    """Write the sheets."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = launched(playwright)
        for path in paths or tuple(ADDRESSES.values()):
            name = path.strip("/").partition("?")[0].replace("/", "-") or "home"
            (Path(folder) / f"{name}.png").write_bytes(sheet(browser, address, path))
            print(name, flush=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
