"""The records of a memo: plain text in one language, for every form it is set in."""

from __future__ import annotations

from msgspec import Struct


class MemoHead(Struct, frozen=True):
    """What only the writer knows: the matter, for whom and from whom; and the address under which the decision stands."""

    matter: str = ""
    to: str = ""
    sender: str = ""
    address: str = ""


class MemoReason(Struct, frozen=True):
    """A reason: its part in the argument, what the rule says, where it stands, since when and how well it was seen, what is to be noted."""

    role: str
    summary: str
    where: str
    standing: str
    notes: tuple[str, ...]


class MemoStep(Struct, frozen=True):
    """Something to be met or done: what, before whom, what kind it is, and what is to be noted of it."""

    what: str
    authority: str
    kind: str
    note: str

    def line(self, lang: str) -> str:
        """All of it in one line: "Security review (National Health Commission; review)"."""
        comma, left, right = ("；", "（", "）") if lang == "zh" else ("; ", " (", ")")
        beside = comma.join(x for x in (self.authority, self.kind, self.note) if x)
        return f"{self.what}{left}{beside}{right}" if beside else self.what


class MemoProcedure(Struct, frozen=True):
    """A procedure that is called for: its title and authority, the papers by who supplies them, and the steps that have a time or are the authority's."""

    title: str
    authority: str
    papers: tuple[str, ...]
    steps: tuple[str, ...]


class MemoSource(Struct, frozen=True):
    """A source: its number on the page of the answer, publisher and title, and its address on the web, if it has one."""

    number: int
    name: str
    address: str | None


class Memo(Struct, frozen=True):
    """A memo. `rows` are the lines of its head; `lead` the three first lines, each with what stands before its colon; `facts` what was said and
    assumed; `groups` further lists under a heading (missing facts, what is granted)."""

    lang: str
    kind: str
    title: str
    rows: tuple[tuple[str, str], ...]
    tone: str
    outcome: str
    sentence: str
    lead: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    """The sentence that the case was read from, and what of it is not in the answer; empty where there is none."""
    facts: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    turns: tuple[str, ...]
    """What the numbers above the chart stand for, where there is one: the day, the answer from there on, and the provisions that changed it."""
    reasons: tuple[MemoReason, ...]
    further: tuple[str, ...]
    announced: tuple[MemoReason, ...]
    steps: tuple[MemoStep, ...]
    possible: tuple[str, ...]
    """What has to be met or done besides, depending on what is missing or in doubt; a line each."""
    general: str
    procedures: tuple[MemoProcedure, ...]
    confidence: str
    sources: tuple[MemoSource, ...]
    """Those that the memo cites by their numbers."""
    beside: tuple[MemoSource, ...]
    """Those behind the other provisions and what has to be done."""
    address: str
    receipt: str
    foot: tuple[str, ...]
