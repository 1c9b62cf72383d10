"""No page says a thing in the other language, but for official words: titles marked as such, verbs and terms of the plans, publishers' names; nor a
day as programs write it."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser

import httpx
import pytest

from shidian.law.lawbook import Lawbook
from shidian.words.phrases import phrase
from tests.cases.real import real_book
from tests.web.pages import ADDRESSES

VOID = {"meta", "link", "input", "br", "img", "hr", "wbr", "area", "source"}
SAYING = ("placeholder", "aria-label", "alt")
APART = {"mono", "other", "task-id", "brand"}
"""Classes of what is not in the language of the page: ids, the name in the other language, the name of the product."""
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}(?:[ ,]+[A-Za-z][A-Za-z'’-]+)+")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
WRITTEN = re.compile(r"(?<![\w=/.-])(?:19|20)\d\d-\d\d(?:-\d\d)?(?![\w/-])")
"""A day or a month as programs write it, outside addresses and numbers."""
QUOTED = {"公路班车", "试点", "研究"}
"""Chinese words that an English text is about, beside verbs and terms of the plans."""


NIGHTLY = pytest.mark.skipif(not os.environ.get("SHIDIAN_NIGHTLY"), reason="takes long: make test-nightly runs it")
SLOW = ("/changes", "/matrix", "/ceilings", "/openness", "/elsewhere/{question}", "/what-if/{question}")
"""Pages that take seconds to make: read at night."""
PATHS = [pytest.param(p, marks=[NIGHTLY] if p in SLOW else []) for p in ADDRESSES if p not in ("/question", "/names/{id}")]


def said(http: httpx.Client, lang: str, path: str, known: dict[tuple[str, str], list[str]] = {}) -> list[str]:  # noqa: B006
    """What a page says in its own language, read once."""
    if (lang, path) not in known:
        known[lang, path] = SaidText(http.get(f"/{lang}{ADDRESSES[path]}").text, lang).said
    return known[lang, path]


class SaidText(HTMLParser):
    """What a page says in its own language: texts, and the attributes that are read out. Parts in another language are left out, as are the
    names of sources, which are what their publishers call themselves, and what the visitor wrote."""

    def __init__(self, text: str, lang: str) -> None:
        super().__init__()
        self.lang = lang
        self.apart: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        foreign = "lang" in found and tag != "html" and not found["lang"].startswith(self.lang)
        source = tag == "a" and "/sources/" in found.get("href", "")
        apart = (
            foreign or source or tag in ("script", "code", "pre", "title", "textarea") or bool(APART & set(found.get("class", "").split()))
        )
        apart = apart or any(a for _, a in self.apart)
        if not apart:
            self.said += [found[name] for name in SAYING if found.get(name)]
        if tag not in VOID:
            self.apart.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self.apart and self.apart.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(a for _, a in self.apart):
            self.said.append(" ".join(data.split()))


def official(book: Lawbook) -> set[str]:
    """Verbs, terms and titles of the plans as they stand in the official text, with the Chinese words in them."""
    words = {w for v in book.programme.verbs for w in (v.verb, *v.aliases)}
    words |= {t.term for g in book.content.tasks for t in g.tasks if t.term}
    words |= {text.zh for p in book.programme.plans for a in p.areas for text in (a.name, a.note) if text}
    return {part for w in words for part in CHINESE.findall(w)} | QUOTED


@pytest.mark.parametrize("path", PATHS)
def test_a_chinese_page_says_nothing_in_english(http: httpx.Client, path: str) -> None:
    """Names of publishers in brackets and full-width sentences are Chinese; two English words in a row are not."""
    publishers = {w for s in real_book().lawbook.sources.values() for w in ENGLISH.findall(f"{s.title.zh} {s.publisher.zh}")}
    assert {m for text in said(http, "zh", path) for m in ENGLISH.findall(text)} - publishers == set()


@pytest.mark.parametrize("path", PATHS)
def test_an_english_page_says_nothing_in_chinese(http: httpx.Client, path: str) -> None:
    known = official(real_book().lawbook)
    assert {m for text in said(http, "en", path) for m in CHINESE.findall(text)} - known == set()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_day_is_written_as_people_write_it(http: httpx.Client, path: str, lang: str) -> None:
    assert [m for text in said(http, lang, path) for m in WRITTEN.findall(text)] == []


MEMOS = (
    "access.md?activity=app-store&territory=chengdu&origin=de&share=100&sentence=app+store,+Chengdu",
    *("access.md?activity=hospital&territory=shanghai", "capital.md?measure=cash-pool&territory=shanghai"),
    *("data_export.md?data=personal&persons=80000&ciio=no", "entry.md?capacity=equipment-expert&nationality=de&stay=60"),
    *("supply.md?activity=legal-services", "merger_control.md", "security_review.md", "data_change.md"),
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_memo_is_in_one_language_but_for_what_was_asked_and_who_published(http: httpx.Client, lang: str) -> None:
    book = real_book().lawbook
    known = {w for s in book.sources.values() for w in ENGLISH.findall(f"{s.title.zh} {s.publisher.zh}")} | official(book)
    for path in MEMOS:
        memo = http.get(f"/{lang}/decision/{path}").text.replace("\\", "").partition(f"## {phrase('sources')[lang]}")[0]
        own = re.sub(r"[“（(]+“.*?”[)）]*|“.*?”", "", memo) if "sentence" in path else memo
        assert {*(ENGLISH if lang == "zh" else CHINESE).findall(own), *WRITTEN.findall(own)} - known == set(), path


REFUSED = (
    *(
        "/nothing",
        "/territories/bejing",
        "/tasks?stage=x",
        "/tasks?nope=1",
        "/tasks?strength=9",
        "/instruments?kind=x",
        "/contradictions?kind=x",
    ),
    *(
        "/decision/access?activity=app-shoppe",
        "/decision/access.pdf?activity=zzz",
        "/decision/access?share=abc",
        "/decision/nothing",
        "/kept/none",
    ),
    *("/openness?place=mars", "/openness?measure=x", "/ceilings?cell=x", "/matrix?share=x", "/crosswalk?agreement=x", "/regions?cohort=x"),
    *(
        "/screen/none",
        "/read/none",
        "/sources?grade=x",
        "/claims?subject=x",
        "/search?kind=x&q=a",
        "/what-if/access?activity=zzz",
        "/ask/access?activity=zzz",
    ),
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_refused_is_refused_in_the_language_of_the_page(http: httpx.Client, lang: str) -> None:
    known = official(real_book().lawbook)
    for path in REFUSED:
        page = http.get(f"/{lang}{path}")
        texts = SaidText(page.text, lang).said
        assert {m for text in texts for m in (ENGLISH if lang == "zh" else CHINESE).findall(text)} - known == set(), path
        if lang == "zh":
            assert '<span lang="en">' not in page.text, path
            assert not [t for t in texts if re.search("(?:没有|未知的?)[a-z]+“", t)], path
