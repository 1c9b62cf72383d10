"""What was understood of a sentence, as lines of text: its chips, what was not understood, what stays open; and the words behind a case."""

from __future__ import annotations

from collections.abc import Mapping

from shidian.answer.sentence.chips import Chip, Sentence
from shidian.law.lawbook import Lawbook
from shidian.words.phrases import phrase

MOST_MEANINGS = 6


def understood(book: Lawbook, read: Sentence, lang: str) -> str:
    """The lines, in English (`en`) or Chinese (`zh`)."""
    colon, comma, semicolon = ("：", "、", "；") if lang == "zh" else (": ", ", ", "; ")
    asked = book.questions[read.question] if read.question else None
    names = {f.fact: f.label[lang] for f in (asked.facts if asked else ())} | {q: each.title[lang] for q, each in book.questions.items()}
    lines = [phrase("understood")[lang]]
    for chip in read.chips:
        meant = semicolon.join(a.label[lang] for a in chip.alternatives[:MOST_MEANINGS])
        if (further := len(chip.alternatives) - MOST_MEANINGS) > 0:
            meant += semicolon + phrase("more_follow", count=str(further))[lang]
        shown = chip.label[lang] if chip.value else f"? {meant or chip.label[lang]}"
        lines.append(f"  {names.get(chip.fact, chip.fact)}{colon}{shown}  «{chip.words}»")
    if gone := [n.words for n in read.not_understood]:
        lines.append(phrase("not_understood", words=comma.join(gone))[lang])
    aside = [*(n for n in read.left_out if n not in names), *(n.words for n in read.aside)]
    for key, left in (("left_out", [n for n in read.left_out if n in names]), ("left_aside", aside)):
        if left:
            lines.append(phrase(key, words=comma.join(names.get(n, n) for n in left))[lang])
    return "\n".join(lines)


def words_of(read: Sentence, facts: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], list[Chip]]:
    """The words of a sentence that each fact of a case was read from, those included that left it open, and the chips that are not in the case."""
    words: dict[str, tuple[str, ...]] = {}
    beside: list[Chip] = []
    for chip in read.chips:
        held = facts.get(chip.fact)
        if held is not None and (not chip.value or chip.value in (held, *held.split(","))):
            words[chip.fact] = tuple(dict.fromkeys((*words.get(chip.fact, ()), chip.words)))
        else:
            beside.append(chip)
    return words, beside
