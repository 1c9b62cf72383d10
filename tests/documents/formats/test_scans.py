"""Scanned pages: read by recognition where the extra is installed, marked, and refused with a way out where it is not."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from shidian.documents.document import Block
from shidian.documents.formats import files
from shidian.documents.formats.pdf import read_pdf
from shidian.documents.formats.scans import UNTIL, Line, Scans, can_recognise, pieces
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound
from shidian.errors import DocumentError
from tests.documents.formats.files import pdf, shown
from tests.documents.formats.test_forms_agree import FORMS, reader, values
from tests.nightly import nightly

needs_ocr = pytest.mark.skipif(not can_recognise(), reason="the extra `ocr` (rapidocr, onnxruntime) is not installed")
ENGLISH = """Notice on widening access to services
The foreign share in domestic internet VPN services may not exceed 50 percent.
Foreign investors may set up wholly foreign-owned hospitals in Shenzhen.
Basic telecommunications services: foreign share of no more than 60 percent.
This notice takes effect on 1 March 2026."""


def scan(*pages: Image.Image) -> bytes:
    """Pictures of pages as a PDF without text."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()


def drawn() -> list[Image.Image]:
    """The pages of the notice that a browser printed."""
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 draws the page")
    return [page.render(scale=200 / 72).to_pil().convert("RGB") for page in pdfium.PdfDocument(FORMS / "notice.pdf")]


def chinese() -> bytes:
    """The notice as a scanner would give it."""
    return scan(*drawn())


def english() -> bytes:
    page = Image.new("RGB", (1654, 1200), "white")
    ImageDraw.Draw(page).multiline_text((100, 100), ENGLISH, fill="black", font=ImageFont.load_default(size=34), spacing=24)
    return scan(page)


@nightly
@needs_ocr
def test_a_scanned_chinese_notice_gives_the_findings_of_the_notice() -> None:
    seen = reader().read_bytes(chinese(), "scan.pdf")
    known = reader().read_bytes((FORMS / "notice.pdf").read_bytes(), "notice.pdf")
    assert values(seen) == values(known)
    [note] = seen.document.notes
    assert note.startswith("page 1 is a scan, read by OCR with confidence 0.9")
    assert seen.document.read_from_picture(0, len(seen.document.text))


@nightly
@needs_ocr
def test_what_is_held_against_a_scan_is_marked() -> None:
    seen = reader().read_bytes(english(), "scan.pdf")
    assert [f.value.number for f in seen.findings if f.kind == "share" and isinstance(f.value, AmountFound)] == [50, 60]
    [compared] = reader().compare([seen]).documents
    wrong = [h for h in compared.against if h.verdict == "differs"]
    assert [seen.document.text[h.start : h.end] for h in wrong] == ["60 percent"]
    assert "read from a picture" in wrong[0].law.en
    assert [r.kind for r in compared.remarks if r.kind == "scanned"] == ["scanned"]


@pytest.mark.parametrize("made", [english, chinese])
def test_without_the_extra_a_scan_says_what_to_install(made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "can_recognise", lambda: False)
    with pytest.raises(DocumentError) as told:
        files.read_bytes(made(), "scan.pdf")
    assert "a scan" in told.value.message
    assert "shidian[ocr]" in (told.value.hint or "")


def test_pages_for_which_there_is_no_time_are_named_and_nothing_is_cut_off() -> None:
    pytest.importorskip("pypdf")
    raw = pdf(shown("Notice of 1 March 2026 on services."))
    late = Scans(scan(Image.new("RGB", (400, 400), "white")), until=0.0)
    assert late.page(0) is None
    assert late.stopped
    with pytest.raises(DocumentError, match="no time left") as told:
        read_pdf(late.raw, late)
    assert "in parts" in (told.value.hint or "")
    assert "ended at its bound" not in " ".join(read_pdf(raw, Scans(raw)).notes)


@nightly
@needs_ocr
def test_a_long_scan_is_read_as_far_as_the_time_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    [page] = drawn()
    monkeypatch.setenv(UNTIL, f"{time.time() + 12:.0f}")
    read = files.read_bytes(scan(*[page] * 12), "long.pdf")[0]
    assert any("were not read: " in n for n in read.notes)
    assert any("ended at its bound" in n for n in read.notes)
    assert "外资" in read.text


def test_pieces_at_one_height_are_a_line_and_cells_where_wide_gaps_part_them() -> None:
    def line(words: str, left: float, top: float) -> Line:
        return Line(words, (left, top, left + 20 * len(words), top + 20), 0.99)

    page = [line("序号", 0, 100), line("任务", 200, 102), line("开放", 0, 0), line("通知", 45, 1), line("正文", 0, 200)]
    assert pieces(page) == ["开放通知", Block("序号 | 任务", "row"), "正文"]


def test_a_reading_without_pictures_has_no_scanned_spans() -> None:
    seen: Reading = reader().read_bytes((Path(FORMS) / "notice.md").read_bytes(), "notice.md")
    assert seen.document.scanned == ()
