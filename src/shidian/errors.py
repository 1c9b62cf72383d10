"""Everything that can go wrong, as one tree.

    ShidianError                    code, message, hint
    ├── LawbookError                the lawbook has faults; `.faults` lists every one
    ├── MissingExtra                an optional part of the package is not installed
    ├── OutOfTime                   the budget of processor time of a request is spent
    ├── FileRefused                 a file cannot be read within bounds, or somebody else is writing it
    ├── DocumentError               a document cannot be read
    ├── TableError                  a table cannot be read, or its answers cannot be written as asked
    ├── ExportError                 the lawbook cannot be written out as asked
    ├── WatchError                  a portfolio that is watched, or where its changes are sent, cannot be used as asked
    ├── ReviewError                 the store, or a review of a finding, cannot be used as asked
    ├── DeskError                   the desk of the programme refuses what was asked of it, with the reason
    │   ├── SignedOut               nobody is signed in, or the name and password do not belong together
    │   ├── DeskForbidden           the person's roles do not allow it
    │   ├── DeskMissing             there is nothing of that id, or the person may not see it
    │   ├── DeskStale               somebody else changed it meanwhile
    │   └── TooManyTries            too many attempts to sign in
    └── CaseError                   the case put to a question cannot be read
        ├── UnknownQuestion
        ├── UnknownFact
        ├── UnknownValue            a value that no vocabulary knows
        ├── AmbiguousValue          a name that several entries carry
        └── BadValue                a malformed date, number, yes/no, or two values for one fact

Messages are lower-case, name the user's words in backticks, and have no final stop. `code` is stable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple


class ShidianError(Exception):
    """Base of all errors that a user can cause or mend."""

    code = "error"

    def __init__(self, message: str, *, hint: str | Callable[[], str | None] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self._hint = hint

    @property
    def hint(self) -> str | None:
        """What to do about it. Worked out when it is first read, where that takes time (a search for what may have been meant)."""
        if callable(self._hint):
            self._hint = self._hint()
        return self._hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message

    @property
    def brief(self) -> str:
        """The error in words, without a hint that would have to be worked out first."""
        return self.message if callable(self._hint) else str(self)

    def to_dict(self) -> dict[str, object]:
        """The error as data: `code`, `message`, `hint`."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class Fault(NamedTuple):
    """One fault of a lawbook, with the place where it stands (lines and columns count from 1)."""

    code: str
    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        tail = f"; {self.hint}" if self.hint else ""
        at = f" (at {self.path})" if self.path else ""
        return f"{where}: {self.code}: {self.message}{tail}{at}"


class LawbookError(ShidianError):
    """The lawbook cannot be used; all faults found are in `faults`."""

    code = "lawbook-invalid"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Sequence[Fault] = tuple(faults)
        noun = "fault" if len(self.faults) == 1 else "faults"
        super().__init__(f"the lawbook has {len(self.faults)} {noun}")

    def __reduce__(self) -> tuple[type[LawbookError], tuple[Sequence[Fault]]]:
        return type(self), (self.faults,)

    def to_dict(self) -> dict[str, object]:
        return super().to_dict() | {"faults": [fault._asdict() for fault in self.faults]}


class OutOfTime(ShidianError):
    """The budget of processor time of a request is spent; nothing was decided that is not known."""

    code = "out-of-time"
    status = 503


class FileRefused(ShidianError):
    """A file cannot be read within its bounds, or another run is writing it."""

    code = "file-refused"


class MissingExtra(ShidianError):
    """An optional part of the package is needed and not installed."""

    code = "missing-extra"

    def __init__(self, extra: str, module: str) -> None:
        super().__init__(f"this needs `{module}`, which is not installed", hint=f"pip install 'shidian[{extra}]'")


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """What is imported within comes with an extra. Raises MissingExtra where it is not installed."""
    try:
        yield
    except ImportError as error:
        raise MissingExtra(extra, error.name or "") from error


class DocumentError(ShidianError):
    """A document cannot be read."""

    code = "document-unreadable"


class TableError(ShidianError):
    """A table cannot be read, or its answers cannot be written as asked."""

    code = "table-invalid"


class ExportError(ShidianError):
    """The lawbook cannot be written out as asked."""

    code = "export-invalid"


class WatchError(ShidianError):
    """A portfolio that is watched, or where its changes are sent, cannot be used as asked."""

    code = "watch-invalid"


class CopiesFull(ShidianError):
    """No more answers can be kept on this server for now."""

    code = "copies-full"
    status = 429


class CopyAltered(ShidianError):
    """A kept answer is not what was written."""

    code = "copy-altered"
    status = 500


class ReviewError(ShidianError):
    """The store cannot be used, or a review cannot be kept as asked."""

    code = "review-invalid"


class StoreAway(ReviewError):
    """The store cannot be reached, is full or is locked. What was acknowledged is kept; of what was being written nothing is."""

    code = "store-away"
    status = 503


class DeskError(ShidianError):
    """The desk refuses what was asked of it."""

    code = "desk-refused"
    status = 400


class SignedOut(DeskError):
    """Nobody is signed in, or name and password do not belong together."""

    code = "signed-out"
    status = 401


class DeskForbidden(DeskError):
    """The roles of the person do not allow it, in this region where one is named."""

    def __init__(self, message: str, hint: str | None = None, region: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.region = region

    code = "forbidden"
    status = 403


class DeskMissing(DeskError):
    """There is nothing of that id, or the person may not see it."""

    code = "not-found"
    status = 404


class DeskStale(DeskError):
    """Somebody else changed it meanwhile."""

    code = "stale"
    status = 409


class TooManyTries(DeskError):
    """Too many attempts to sign in."""

    code = "too-many-tries"
    status = 429


class CaseError(ShidianError):
    """The case cannot be read. `in_row` is what a row of a table says of it, where that is less: a list that would be the same in each row."""

    code = "case-invalid"

    def __init__(
        self, message: str, *, hint: str | Callable[[], str | None] | None = None, in_row: Callable[[], str] | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.in_row: Callable[[], str] = in_row or self.__str__


class UnknownQuestion(CaseError):
    code = "unknown-question"


class UnknownFact(CaseError):
    code = "unknown-fact"


class UnknownValue(CaseError):
    code = "unknown-value"


class AmbiguousValue(CaseError):
    code = "ambiguous-value"


class BadValue(CaseError):
    code = "bad-value"
