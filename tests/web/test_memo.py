"""The memo: the same content in three forms, in either language or both, and no word of a visitor becomes markup."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
import pytest
from docx import Document
from pypdf import PdfReader

from shidian.words.phrases import phrase
from tests.cases.real import real_book
from tests.web.pages import CASE, SHENZHEN

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="this machine has no Chinese font (Debian: fonts-noto-cjk)")
HOSTILE = '#panic("x") *_[a](b) $x$ <script> 事项'


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages).split())


def words_of(answer: httpx.Response) -> str:
    document = Document(io.BytesIO(answer.content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


@needs_font
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", [CASE, SHENZHEN])
def test_the_forms_say_the_answer_its_reasons_and_its_receipt(http: httpx.Client, lang: str, case: str) -> None:
    decision = http.get(f"/api/v1/ask/access?{case}").json()
    wanted = [decision["receipt"]["id"], *(r["title"][lang] for r in decision["reasons"][:3])]
    wanted += [d["name"][lang] for d in decision["duties"] if not d["general"]]
    turns = http.get(f"/{lang}/decision/access.json?{case}").json()["strip"]
    wanted += [r["title"][lang] for turn in turns for r in turn["by"][:1]]
    pdf = text_of(http.get(f"/{lang}/decision/access.pdf?{case}"))
    word = words_of(http.get(f"/{lang}/decision/access.docx?{case}"))
    mark = http.get(f"/{lang}/decision/access.md?{case}").text.replace("\\", "")
    for words in wanted:
        assert words in word
        assert words in mark
        assert "".join(words.split()).replace("-", "")[:30] in pdf.replace("-", "")


@needs_font
def test_a_plain_memo_fits_on_two_pages_and_its_procedures_on_one_more(http: httpx.Client) -> None:
    for lang, annex in (("en", "Annex: procedures"), ("zh", "附件：办理程序")):
        pages = [p.extract_text() for p in PdfReader(io.BytesIO(http.get(f"/{lang}/decision/access.pdf?{SHENZHEN}").content)).pages]
        assert len(pages) <= 3
        assert [n for n, text in enumerate(pages) if annex in text] == [len(pages) - 1]


@needs_font
def test_side_by_side_holds_both_languages(http: httpx.Client) -> None:
    decision = http.get(f"/api/v1/ask/access?{SHENZHEN}").json()
    found = text_of(http.get(f"/en/decision/access.pdf?{SHENZHEN}&layout=both"))
    for lang in ("en", "zh"):
        assert decision["reasons"][0]["title"][lang].replace(" ", "")[:20] in found


@needs_font
def test_the_head_is_what_the_visitor_wrote_and_no_markup(http: httpx.Client) -> None:
    plain = http.get(f"/en/decision/access.pdf?{SHENZHEN}", params={**dict(x.split("=") for x in SHENZHEN.split("&")), "matter": HOSTILE})
    assert '#panic("x")' in text_of(plain)
    word = http.get("/zh/decision/access.docx", params={**dict(x.split("=") for x in SHENZHEN.split("&")), "to": HOSTILE + "\x0b"})
    assert HOSTILE in words_of(word)
    decision = http.get("/en/decision/access.json", params={**dict(x.split("=") for x in SHENZHEN.split("&")), "matter": "x"}).json()
    assert "matter" not in decision["link"]


@pytest.mark.parametrize(
    ("case", "part"),
    [
        ("activity=basic-not-opened&territory=shanghai&origin=de&share=100&on=2020-03-01", "binds_too"),
        ("activity=general-aviation&territory=hainan&origin=de&share=100&on=2022-06-01", "in_a_branch"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_page_and_memo_call_the_part_of_a_reason_alike(http: httpx.Client, case: str, part: str, lang: str) -> None:
    said = phrase(f"role_{part}")[lang]
    for form in (f"/{lang}/decision/access?{case}", f"/{lang}/decision/access.md?{case}"):
        assert said in http.get(form).text.replace("\\", ""), form
    facts = dict(pair.split("=") for pair in case.split("&"))
    text = real_book().ask("access", facts).to_text(lang)
    assert "".join(said.split()) in "".join(text.split())
