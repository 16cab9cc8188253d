"""The process that makes one PDF: JSON in on its standard input, the PDF out.

python -m walkapp.files.pdf_maker <page.json >page.pdf
"""

import base64
import json
import logging
import resource
import sys
from typing import Any

MEMORY = 2 * 1024**3
_ALONE = "only what it is given"


def main() -> int:
    """Make the PDF of what stands on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    told = json.load(sys.stdin.buffer)
    from weasyprint import CSS, HTML  # brings Pango, which only this process needs

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fetcher = _fetcher(told["pictures"])
    page = HTML(string=told["html"], base_url="walkapp:", url_fetcher=fetcher)
    sheet = CSS(string=told["sheet"], url_fetcher=fetcher)
    page.write_pdf(
        sys.stdout.buffer,
        stylesheets=[sheet],
        finisher=_say_scope,
        pdf_variant="pdf/ua-1",
        optimize_images=True,
    )
    return 0


def _say_scope(_: Any, pdf: Any) -> None:
    """Have each heading of a table say whether it heads a column or a row.

    WeasyPrint binds cells to their headings by ids, `table-row-column`, and says no more.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH" and "ID" in element:
            row = element["ID"].string.split("-")[1]
            element["A"]["Scope"] = "/Column" if row == "0" else "/Row"


def _fetcher(pictures: dict[str, str]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Alone(URLFetcher):  # type: ignore[misc]
        """Gives what was sent along, and opens neither files nor connections."""

        def fetch(self, url: str, headers: object = None) -> Any:
            name = url.removeprefix("walkapp:")
            if name not in pictures:
                raise ValueError(f"{_ALONE}: {url}")
            data = base64.b64decode(pictures[name])
            return URLFetcherResponse(url, data, {"Content-Type": "image/jpeg"})

    return Alone()


if __name__ == "__main__":
    raise SystemExit(main())
