"""Pages as HTML: the templates, the words, and what every page carries."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context as JinjaContext
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response

from shidian.analysis.shown import RuleRef
from shidian.answer.argument import doubt_told, role_told
from shidian.answer.facts import plain
from shidian.answer.first_lines import led_to, named
from shidian.answer.leads import each_result_first
from shidian.answer.parts import Given, Reason
from shidian.answer.publishers import publisher
from shidian.answer.rules.rule_words import RuleWords
from shidian.answer.sentence.chips import LONGEST
from shidian.answer.told_apart import given_said
from shidian.catalogue import told_by_id
from shidian.catalogue.procedures import due_words, step_notes
from shidian.law.records.base import Label
from shidian.version import __version__
from shidian.visitors.keeper import Keeper
from shidian.visitors.programme import effect_words
from shidian.web import read
from shidian.web.figures import run_of, sift_form, sifted, small_staircase_of, staircase_of
from shidian.web.page import LANGUAGES, PASTED, Context, address
from shidian.web.tracked.dashboard import chart
from shidian.words.counted import percent
from shidian.words.dates import china_clock, dated
from shidian.words.labels import cited
from shidian.words.phrases import phrases, word
from shidian.words.refusals import refusal_in
from shidian.words.tones import MARKS

HERE = Path(__file__).parent
STATIC = HERE / "static"
TAGS = {"en": "en", "zh": "zh-CN"}
PUNCTUATION = {
    "en": {"colon": ": ", "comma": ", ", "semicolon": "; ", "lpar": " (", "rpar": ")", "dash": " — "},
    "zh": {"colon": "：", "comma": "、", "semicolon": "；", "lpar": "（", "rpar": "）", "dash": "——"},
}


@cache
def static_version() -> str:
    """Changes with every change of what lies in `static`, so that it can be kept by browsers for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def templates_version() -> str:
    """Changes with every change of a template or a phrase."""
    digest = hashlib.sha256(static_version().encode())
    for path in sorted((HERE / "templates").iterdir()):
        digest.update(path.read_bytes())
    digest.update(repr(sorted(phrases().items())).encode())
    return digest.hexdigest()[:12]


@lru_cache(20_000)
def _said(said: Label, lang: str) -> str:
    """A text of the lawbook or of our own, with its days in words."""
    return dated(said[lang], lang)


@cache
def _words(key: str, lang: str) -> str:
    """A phrase without parts. Where nothing in it has to be escaped, it says so, and is not looked through again on every page."""
    said = phrases()[key][lang]
    return Markup(said) if escape(said) == said else said


@cache
def tabled(template: str) -> bool:
    """Whether a template has tables of its own, which can be filtered and sorted."""
    text = (HERE / "templates" / template).read_text(encoding="utf-8")
    return "p.table(" in text or "p.grouped(" in text


class _Calls(JinjaContext):
    """Calls what a template calls. Jinja asks each time whether it wants the context, of a class and its method too; here functions alone may."""

    def call(self, called: Any, /, *args: Any, **parts: Any) -> Any:
        if getattr(called, "jinja_pass_arg", None) is not None:
            return super().call(called, *args, **parts)
        parts.pop("_block_vars", None)
        parts.pop("_loop_vars", None)
        return called(*args, **parts)


class Pages(Environment):
    """Templates in which a text in both languages is read with its days as people write them. What a visitor or a document said is plain
    text, and stays as it is."""

    context_class = _Calls

    def getitem(self, obj: Any, argument: Any) -> Any:
        return _said(obj, argument) if type(obj) is Label else super().getitem(obj, argument)


class Renderer:
    """Fills templates. Everything is escaped; a name that a template does not get is an error."""

    def __init__(self, desk: Keeper) -> None:
        self.desk = desk
        env = Pages(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=200,
        )
        env.filters |= {
            "num": number,
            "percent": share,
            "given_said": given,
            "cited_as": cited_as,
            "one_each": one_each,
            "word": word,
            "web": web_address,
            "day": day,
            "dated": in_words,
            "clock": china_clock,
            "sifted": sifted,
            "sift_form": sift_form,
            "by_head": by_instrument,
        }
        env.globals |= {
            "marks": MARKS,
            "longest": LONGEST,
            "pasted": PASTED,
            "version": __version__,
            "static": static_version(),
            "languages": LANGUAGES,
            "shown": read.shown,
            "grave": read.grave,
            "part_of": read.part_of,
            "publisher": publisher,
            "due_words": due_words,
            "effect_words": effect_words,
            "step_notes": step_notes,
            "led_to": led_to,
            "named": named,
            "role_told": role_told,
            "doubt_told": doubt_told,
            "each_result_first": each_result_first,
            "staircase_of": staircase_of,
            "watched": watched,
            "programme_chart": chart,
            "run_of": run_of,
            "small_staircase_of": small_staircase_of,
        }
        self.env = env

    def page(self, template: str, context: Context, lang: str, path: str, query: str, status: int = 200, **more: Any) -> Response:
        """A page as a response. `path` and `query` are those of its address."""
        html = self.html(template, context, lang, path, query, **more)
        return HTMLResponse(html, status, headers={"Content-Language": TAGS[lang]})

    def html(self, template: str, context: Context, lang: str, path: str, query: str, **more: Any) -> str:
        """A page as text."""
        below = path.removeprefix(f"/{lang}") or "/"

        def t(key: str, **parts: str | Label) -> str:
            if not parts:
                return _words(key, lang)
            said = {k: dated(v, lang) if isinstance(v, str) else v[lang] for k, v in parts.items()}
            return phrases()[key][lang].format(**said)

        def url(path: str, query: dict[str, str] | None = None, /, **more: object) -> str:
            asked = {**(query or {}), **{k: str(v) for k, v in more.items() if v is not None}}
            if not asked:
                return f"/{lang}{path}"
            where, _, anchor = path.partition("#")
            return address(f"/{lang}{where}", asked) + (f"#{anchor}" if anchor else "")

        book = self.desk.book
        names = {
            "page": context,
            "lang": lang,
            "other": "zh" if lang == "en" else "en",
            "tag": TAGS[lang],
            "t": t,
            "url": url,
            "here": below,
            "query": query,
            "origin": "",
            "table_of": None,
            "sifting": None,
            "twin": ("/index" if below == "/" else below) + ".json" + (f"?{query}" if query else ""),
            "digest": book.digest,
            "read_on": book.lawbook.read_on,
            "today": self.desk.today,
            **PUNCTUATION[lang],
            "title_of": partial(told_by_id.title_of, book.lawbook),
            "rule_name": partial(told_by_id.rule_name, book.lawbook),
            "refusal": partial(refusal_in, lang),
            "words_of": partial(told_by_id.words_of, book.lawbook),
            "source_name": partial(told_by_id.source_name, book.lawbook),
            "source_publisher": partial(told_by_id.source_publisher, book.lawbook),
            "task_name": partial(told_by_id.task_name, book.lawbook),
            "chapter_name": partial(told_by_id.chapter_name, book.lawbook),
            "claim_name": partial(told_by_id.claim_name, book.lawbook),
            "verb_name": partial(told_by_id.verb_name, book.lawbook),
        }
        return self.env.get_template(template).render(names | more)


@pass_context
def number(names: JinjaContext, value: Decimal | int | float | str | dt.date | None) -> str:
    """A number without trailing zeros, a day in the language of the page, a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return plain(value)
    return str(dated(str(value), names["lang"], short=True)) if isinstance(value, dt.date | str) else str(value)


def share(value: Decimal) -> Label:
    """A share, as part of a phrase."""
    return percent(plain(value))


@pass_context
def given(names: JinjaContext, value: Given) -> str:
    """What is given in a slot."""
    return _said(given_said(value), names["lang"])


@pass_context
def cited_as(names: JinjaContext, rule: Reason | RuleRef) -> str:
    """A provision behind a rule, as it is cited in the language of the page."""
    if isinstance(rule, Reason):
        return _said(cited(rule.title, rule.provision_name, rule.document), names["lang"])
    return _said(cited(rule.title, rule.provision), names["lang"])


@pass_context
def one_each(names: JinjaContext, rules: Iterable[Reason | RuleRef]) -> list[Reason | RuleRef]:
    """Rules without those that are cited alike: several readings of one provision are one citation."""
    return list({cited_as(names, r): r for r in reversed(list(rules))}.values())[::-1]


@pass_context
def day(names: JinjaContext, value: dt.date | str | None) -> str:
    """A day in full, in the language of the page; a dash for none."""
    return "–" if value is None else dated(str(value), names["lang"])


@pass_context
def in_words(names: JinjaContext, value: str) -> str:
    """A sentence of our own with its days in the language of the page."""
    return dated(value, names["lang"])


def watched(facts: dict[str, str], lang: str) -> str:
    """The query of a feed of one answer: its facts without its day, which a feed goes through."""
    return urlencode({k: v for k, v in facts.items() if k not in ("on", "known_on")} | {"lang": lang})


def web_address(value: str | None) -> str | None:
    """An address that may stand behind a link: http or https, with a host; else None."""
    if not value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def by_instrument(rules: Iterable[RuleWords]) -> list[tuple[str, list[RuleWords]]]:
    """Rules by the instrument they stand in, in the order they come."""
    out: dict[str, list[RuleWords]] = {}
    for rule in rules:
        out.setdefault(rule.id.split("@")[0].split("/")[0], []).append(rule)
    return list(out.items())
