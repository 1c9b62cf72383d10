"""Every form becomes a document with blocks; what cannot be read, or is made to do harm, is refused in clear words and bounded time."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from shidian.documents.formats import files
from shidian.documents.formats.apart import SECONDS
from shidian.documents.formats.files import SelfDescription, read_bytes, read_file
from shidian.errors import DocumentError
from tests.documents.formats.files import entity_bomb, pdf, shown, word, zip_bomb

CHINESE = "商务部发布通知，支持外籍医生开设诊所，取消应用商店的外资股比限制，这是进一步开放的措施。"
TRADITIONAL = "商務部發布通知，支持外籍醫生開設診所，取消應用商店的外資股比限制，這是進一步開放的措施。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_chinese_text_is_decoded(encoding: str) -> None:
    document, blocks = read_bytes(CHINESE.encode(encoding), "a.txt")
    assert (document.text, document.language, blocks) == (CHINESE, "zh", ())
    assert (encoding in ("utf-8", "utf-8-sig")) == (document.notes == ())


def test_a_big5_text_is_decoded() -> None:
    assert read_bytes(TRADITIONAL.encode("big5"), "a.txt")[0].text == TRADITIONAL


def test_spans_of_a_plain_text_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("line\r\n中文\r\n".encode())
    assert read_file(tmp_path / "a.txt")[0].text == (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_invisible_characters_are_left_out_and_told() -> None:
    document, _ = read_bytes("允\u200b许\u202e外资".encode(), "a.txt")
    assert (document.text, document.notes) == ("允许外资", ("2 invisible characters left out",))


def test_html_gives_visible_text_and_what_the_head_says() -> None:
    page = (
        "<html><head><title>通知 - 网站</title><meta property='og:title' content='通知'><meta property='og:site_name' content='某网'>"
        "<meta property='article:published_time' content='2025-04-18T08:00'><style>p{}</style></head><body><script>允许</script><h1>通知</h1><p>允许<b>外资</b>。</p>"
        "<ul><li>一项</li></ul><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    )
    document, blocks = read_bytes(page.encode(), "a.html")
    assert document.text == "通知\n允许外资。\n一项\n甲 | 乙"
    assert [b.kind for b in blocks] == ["heading", "text", "item", "row"]
    assert (document.title, document.publisher, document.date) == ("通知", "某网", dt.date(2025, 4, 18))


def test_markdown_loses_its_marks() -> None:
    document, blocks = read_bytes("# 标题\n\n- 支持**外资**\n- [允许](http://x)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(), "a.md")
    assert document.text == "标题\n支持外资\n允许\na | b\n1 | 2"
    assert [b.kind for b in blocks] == ["heading", "item", "item", "row", "row"]


def test_pdf_lines_are_joined_to_paragraphs() -> None:
    raw = pdf(shown("The plan allows foreign firms to hold up to fifty", "percent of the shares in a company.", "- Supports clinics."))
    document, _ = read_bytes(raw, "a.pdf")
    assert document.text.split("\n") == [
        "The plan allows foreign firms to hold up to fifty percent of the shares in a company.",
        "- Supports clinics.",
    ]


def test_docx_gives_headings_lists_and_tables_in_order() -> None:
    raw = word(("Heading 1", "总则"), ("Normal", "允许外资。"), ("List Bullet", "一项"), table=(("甲", "乙"), ("1", "2")))
    document, blocks = read_bytes(raw, "a.docx")
    assert document.text == "总则\n允许外资。\n一项\n甲 | 乙\n1 | 2"
    assert [b.kind for b in blocks] == ["heading", "text", "item", "row", "row"]


def test_what_the_user_says_goes_before_what_is_guessed() -> None:
    document, _ = read_bytes(
        b"A notice of the ministry\n2025-04-11\nIt supports clinics.",
        "a.txt",
        SelfDescription(title="T", date=dt.date(2020, 1, 1), language="zh", publisher="P"),
    )
    assert (document.title, document.date, document.language, document.publisher) == ("T", dt.date(2020, 1, 1), "zh", "P")


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("2025-04-22\n", dt.date(2025, 4, 22)),
        ("April 21, 2025 – The office held", dt.date(2025, 4, 21)),
        ("发布时间：2025年4月18日\n", dt.date(2025, 4, 18)),
        ("Par x - 19 Juin 2025\n", dt.date(2025, 6, 19)),
        ("On a day it was said at length that on April 11, 2025 many things came to pass.\n", None),
    ],
)
def test_the_date_of_a_document_is_guessed_from_a_line_of_its_own(head: str, day: dt.date | None) -> None:
    assert read_bytes((head + "\nText follows here.").encode(), "a.txt")[0].date == day


REFUSED = [
    (b"", "a.txt", "no text"),
    (b"\x00\x01binary\x00", "a.txt", "is not text"),
    (b"PK\x03\x04rest", "a.zip", "archive"),
    (b"\xd0\xcf\x11\xe0old", "a.doc", "old Office"),
    (b"%PDF-1.4 broken", "a.pdf", "broken"),
    (b"not a pdf", "a.pdf", "is not a PDF"),
    (b"PK\x03\x04broken word/", "a.docx", "broken"),
    (b"\xff\xfe\x00", "a.txt", "utf-16"),
    (b"<html><body></body></html>", "a.html", "no text"),
]


@pytest.mark.parametrize(("raw", "name", "why"), REFUSED)
def test_what_cannot_be_read_is_refused_in_clear_words(raw: bytes, name: str, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        read_bytes(raw, name)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as huge:
        huge.truncate(200_000_000)
    begun = spent()
    with pytest.raises(DocumentError, match="at most 20,000,000"):
        read_file(path)
    assert spent() - begun < 1


@pytest.mark.parametrize("made", [zip_bomb, entity_bomb], ids=["zip", "entities"])
def test_a_docx_bomb_is_refused(made: object) -> None:
    assert callable(made)
    begun = spent()
    with pytest.raises(DocumentError):
        read_bytes(made(), "bomb.docx")
    assert spent() - begun < 60


def test_a_pdf_bomb_is_refused() -> None:
    raw = pdf(*[b"0 0 m " * 30_000_000], flate=True)
    assert len(raw) < 1_000_000
    begun = spent()
    with pytest.raises(DocumentError):
        read_bytes(raw, "bomb.pdf")
    assert spent() - begun < SECONDS["pdf"] + 10


def spent() -> float:
    """Seconds of the processor, of this process and those that it began: the clock would count other programs."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def test_deep_html_is_walked() -> None:
    page = "<html><body>" + "<div>" * 5_000 + "允许外资。" + "</div>" * 5_000
    assert read_bytes(page.encode(), "deep.html")[0].text == "允许外资。"
    unclosed = "<html><body>" + "<p>允许外资。" * 20_000
    assert read_bytes(unclosed.encode(), "flat.html")[0].text.count("允许") == 20_000


def test_html_that_nests_without_end_is_refused_at_once() -> None:
    begun = spent()
    with pytest.raises(DocumentError, match="nests its elements"):
        read_bytes(("<html><body>" + "<div>" * 300_000 + "x").encode(), "bomb.html")
    assert spent() - begun < 5


def test_markdown_made_to_choke_is_read_in_bounded_time() -> None:
    begun = spent()
    for piece in ("[", "*a **a ", "> ", "`", "<!--", "![[]()"):
        read_bytes((piece * 3_000 + "\nx").encode(), "a.md")
    assert spent() - begun < 60


def test_the_limit_of_bytes_holds_for_uploads() -> None:
    with pytest.raises(DocumentError, match="at most"):
        read_bytes(b"x" * (files.MOST_BYTES + 1), "a.txt")


def test_menus_and_related_links_are_left_out_and_counted() -> None:
    page = b'<html><body><nav><a>Home</a></nav><p>The city lifts limits on cinemas.</p><div class="related-news"><a>Another city lifts limits</a></div></body></html>'
    document, _ = read_bytes(page, "x.html")
    assert document.text.strip() == "The city lifts limits on cinemas."
    assert any("left out" in note for note in document.notes)


def test_a_paragraph_is_no_title() -> None:
    text = "本报告讨论了许多问题，" * 18 + "结束。\n第二段。"
    assert read_bytes(text.encode(), "x.txt")[0].title is None


@pytest.mark.parametrize(
    ("last", "day"),
    [
        ("本通知自2026年3月1日起施行，有效期两年。\n\n滨江市商务局\n2026年2月10日\n", "2026-02-10"),
        ("本通知自2026年3月1日起施行。\n", None),
        ("The rules take effect on March 1, 2026.\nFebruary 10, 2026\n", "2026-02-10"),
    ],
)
def test_a_document_is_dated_by_the_day_below_it_not_by_when_it_begins(last: str, day: str | None) -> None:
    document, _ = read_bytes(("关于扩大开放的通知\n" if "通知" in last else "Notice\n").encode() + last.encode(), "n.txt")
    assert (document.date.isoformat() if document.date else None) == day
