"""Who stands behind a source, as a person is told."""

from __future__ import annotations

import re

from shidian.answer.parts import Ref
from shidian.law.records.base import Label
from shidian.words.phrases import phrase, word

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,5}", re.IGNORECASE)


def publisher(source: Ref) -> Label:
    """Who stands behind a source. A bare domain names nobody: then the kind of publisher is said, and that it is a website."""
    if not _DOMAIN.search(source.publisher.en) and not _DOMAIN.search(source.publisher.zh):
        return source.publisher
    kind = phrase("website", kind=word(source.grade))
    return Label(
        kind.en if _DOMAIN.search(source.publisher.en) else source.publisher.en,
        kind.zh if _DOMAIN.search(source.publisher.zh) else source.publisher.zh,
    )
