"""Changes of a sentence that leave what it says, and denials put into one: nobody has to say what the sentence means to tell a fault.

`SAME` are changes after which a sentence must say what it said; `denials` puts a denial before or into the words of a chip, after which its value
may be no fact of a sentence that is understood whole.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from shidian.answer.sentence.chips import Chip, Sentence
from shidian.packaged import table
from tests.answer.sentence.framing import ADJECTIVES
from tests.answer.sentence.measured import without_open_days

Change = Callable[[str], str | None]
"""A text changed, or None where the change does not fit it."""
_HAN = re.compile("[\u4e00-\u9fff]")
_FULL = {c: c + 0xFEE0 for c in range(0x21, 0x7F)} | {0x20: 0x3000}
_OF_A_COUNTRY = rf"(?<![a-zA-Z])((?:{'|'.join(ADJECTIVES)}) )(company|firm|investor)(?![a-z])"
_FIRMS = {"company": "GmbH", "firm": "Ltd", "investor": "Inc."}
_DENIALS = {
    "en": ("not {}", "except {}", "other than {}", "rather than {}", "instead of {}", "no longer {}", "without {}", "but not {}"),
    "zh": ("除{}以外", "非{}", "没有{}", "不做{}", "不在{}", "而不是{}", "除了{}"),
}
_WITHIN = {"en": (" not", " never", " no longer"), "zh": ("不", "没有", "未", "尚未", "不打算")}
_SHOWN = re.compile(r"not|never|no longer|except|other than|rather than|instead of|without|不|没|未|非|除|以外")


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def _english(change: Change) -> Change:
    return lambda text: None if is_chinese(text) else change(text)


def _chinese(change: Change) -> Change:
    return lambda text: change(text) if is_chinese(text) else None


def _unmarked(text: str) -> str:
    return text.rstrip("?？.。!！ ")


def _before(words: str) -> Change:
    return lambda text: words + text


def _after(words: str) -> Change:
    return lambda text: _unmarked(text) + words


def _traditional(text: str) -> str:
    scripts = table("words/traditional.toml")
    first: dict[str, str] = {}
    for old, new in zip(scripts["traditional"], scripts["simplified"], strict=True):
        first.setdefault(new, old)
    return "".join(first.get(c, c) for c in text)


SAME: dict[str, Change] = {
    **{f"before: {w}": _english(_before(w)) for w in ("Could you tell me: ", "Hi, quick question: ", "I'd like to know: ", "Urgent! ", "One more thing - ", "We were wondering: ")},
    **{f"after: {w}": _english(_after(w)) for w in ("? Thanks!", "? Thank you in advance.", "? Any idea?", "? Kind regards")},
    **{f"before: {w}": _chinese(_before(w)) for w in ("请问", "您好，", "想咨询一下：", "急问：", "老师您好，", "有个问题，")},
    **{f"after: {w}": _chinese(_after(w)) for w in ("，谢谢", "？谢谢您", "，急", "，盼复", "，求解答")},
    "full width": lambda text: text.translate(_FULL),
    "half width": _chinese(lambda text: text.translate(str.maketrans("，。？！：；（）", ",.?!:;()"))),
    "traditional": _chinese(_traditional),
    "two blanks": lambda text: text.replace(" ", "  ") if " " in text else None,
    "tabs": lambda text: text.replace(" ", "\t") if " " in text else None,
    "blanks that do not break": lambda text: text.replace(" ", "\u00a0") if " " in text else None,
    "new lines": _english(lambda text: text.replace(" ", "\n", 3) if " " in text else None),
    "blanks between scripts": _chinese(lambda text: re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])", " ", text)),
    "another hyphen": lambda text: re.sub("(?<=[a-z])-(?=[a-z])", "\u2010", text),
    "curly": lambda text: text.replace("'", "’"),
    "no mark": lambda text: _unmarked(text),
    "in quotes": lambda text: f"“{text}”",
    "in a list": lambda text: f"1. {text}",
    "a form of company": _english(lambda text: re.sub(_OF_A_COUNTRY, lambda m: m[1] + _FIRMS[m[2]], text, count=1)),
}  # fmt: skip
"""By what is done. A change that leaves a text as it is, is none."""


def said(read: Sentence) -> tuple[object, ...]:
    """What a sentence was read as, without its places: question, cases, facts left open, how many letters were not understood."""
    cases = sorted(sorted(case.items()) for case in without_open_days(read))
    gone = len(re.sub(r"\W", "", "".join(n.words for n in read.not_understood)))
    return read.question, cases, sorted({c.fact for c in read.chips if not c.value}), gone


def denials(text: str, chip: Chip, chance: random.Random) -> Iterator[str]:
    """The text with a denial before the words of a chip, and with one between two of them."""
    words = text[chip.start : chip.end]
    language = "zh" if is_chinese(words) or is_chinese(text) else "en"
    before = text[: chip.start]
    for form in _DENIALS[language]:
        if not before.endswith(("有", "是", "不")):  # 有没有, 是不是 ask
            yield before + form.format(words) + text[chip.end :]
    cuts = [m.start() for m in re.finditer(" ", words)] if language == "en" else [i for i in range(1, len(words)) if is_chinese(words[i])]
    for cut in cuts:
        if words[cut - 1] not in "有是不":
            yield before + words[:cut] + chance.choice(_WITHIN[language]) + words[cut:] + text[chip.end :]


def hides(read: Sentence, chip: Chip) -> bool:
    """Whether a sentence into which a denial was put has the value of a chip as a fact, and is understood whole."""
    values = {case.get(chip.fact) for case in read.cases}
    return read.whole and chip.value in values and not any(_SHOWN.search(n.words.casefold()) for n in read.not_understood)
