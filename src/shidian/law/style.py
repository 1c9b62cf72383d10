"""One style for lawbook files: the order of keys, indentation, quotation marks. Comments stay; what a file says never changes.

Keys stand in the order in which a lawyer reads them (`ORDER`, else as the record classes declare them); a list is indented by two; a text has double quotation marks only where
it needs them, so `yes` and `no` stand bare and `"24"` does not become a number for other readers. Block or flow form, the breaks of long
texts and blank lines stay as the author wrote them. Needs `ruamel.yaml` (extra `author`).
"""

from __future__ import annotations

import io
import re
import typing
from typing import Any

import msgspec

from shidian.errors import needs
from shidian.law.load.binding import BAD, bind, fields_of
from shidian.law.load.nodes import read_nodes

WIDE = 100_000
"""Columns: long texts are not broken."""
ORDER: dict[str, str] = {
    "Term": "id parent complete name aliases codes note",
    "Zone": "id name aliases touches within established note",
    "Group": "id name aliases members note",
    "Instrument": "instrument title kind issuers checked repeals adjusts authorised_by note editions provisions",
    "Edition": "edition title number adopted promulgated published effective expires ended_by seen sources note",
    "Provision": "provision number inferred heading summary seen sources note rules gaps no_rule",
    "Rule": "rule summary question kind closes_for when unless in_force announced announced_until standing known restates relieves authorised_by effect duty"
    " usual_conditions conditions duties also seen disputed caution",
    "Period": "from from_at_latest until until_at_latest then by ended_by",
    "Duty": "name authority kind stage only_if limits needs note",
    "Task": "task area summary words verb term places",
    "Question": "question title reads main facts apart slots outcomes uncollected",
    "Outcome": "outcome tone name sentence",
    "Fact": "fact domain vocabulary whole minimum maximum plausible no_more_than times full_for fixed assumed label ask unit choices",
    "Slot": "slot kind of refuses unit label values",
    "Claim": "claim subject source where as_of says unit",
    "Source": "id title publisher language grade address site date read note",
    "Verb": "verb name strength aliases words",
    "Weighting": "weighting name kind note",
}
"""The order of keys by record class; keys that are not named follow, in the order of the class."""
_FLOW = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<.](?:[^:#,\[\]{}\"]|(?<=\S)#)*")
"""Texts that are plain within brackets without a doubt, unless another reader takes them for something else."""
_BLOCK = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<.](?:[^:#\"]|:(?=\S)|(?<=\S)#)*")
"""The same outside of brackets, where a comma or a colon within a word does no harm."""
_FIGURES = re.compile(r"[\d\-:.,_eE+]+")
_OTHERWISE = {"null", "true", "false", "on", "off", "y", "n", ""}


class Unformatted(Exception):
    """A file that cannot be put into style: it has faults, or its comments could not be kept."""


def formatted(text: str, kind: type) -> str:
    """The text of a file of this kind in the one style. Raises Unformatted, MissingExtra."""
    before = _record(text, kind)
    yaml = _yaml()
    tree = yaml.load(text)
    _ordered(tree, kind)
    out = io.StringIO()
    yaml.dump(_quoted(tree), out)
    result = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    if _record(result, kind) != before:
        raise Unformatted("the style would change what the file says")
    if _comments(result) != _comments(text):
        raise Unformatted("a comment would be lost or moved into a text")
    return result


def _record(text: str, kind: type) -> Any:
    node, faults = read_nodes(text.encode())
    found: list[str] = [f.message for f in faults]
    record = bind(node, kind, (), lambda _code, _path, _node, message, _hint: found.append(message)) if node is not None else BAD
    if found or record is BAD:
        raise Unformatted(f"the file has faults: {found[0] if found else 'it is empty'}")
    return record


def _comments(text: str) -> list[str]:
    return sorted(m.strip() for m in re.findall(r"(?:^|(?<=\s))#[^\n]*", text))


def _yaml() -> Any:
    with needs("author"):
        from ruamel.yaml import YAML
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null"))
    return yaml


def _ordered(value: Any, want: Any) -> None:
    """Put the keys of every mapping into the order of its record class."""
    for option in _options(want):
        if isinstance(value, list) and typing.get_origin(option) is tuple:
            for one in value:
                _ordered(one, typing.get_args(option)[0])
        elif isinstance(value, dict) and typing.get_origin(option) is dict:
            for one in value.values():
                _ordered(one, typing.get_args(option)[1])
        elif isinstance(value, dict) and isinstance(option, type) and issubclass(option, msgspec.Struct):
            fields = fields_of(option)
            if not set(value) <= set(fields):
                continue
            order = [k for k in dict.fromkeys((*ORDER.get(option.__name__, "").split(), *fields)) if k in value]
            if order != list(value):
                for key in order:
                    value.move_to_end(key)  # type: ignore[attr-defined]  # an ordered mapping of ruamel
            for key, one in value.items():
                _ordered(one, fields[key].type)
            return


def _options(want: Any) -> list[Any]:
    """The types that a value may have, without marks and None."""
    while typing.get_origin(want) is typing.Annotated:
        want = typing.get_args(want)[0]
    if typing.get_origin(want) in (tuple, dict) or isinstance(want, type):
        return [want]
    return [o for part in typing.get_args(want) if part is not type(None) and not isinstance(part, str) for o in _options(part)]


def _quoted(value: Any, flow: bool = False) -> Any:
    """Every text with double quotation marks where it needs them, and bare elsewhere."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString, PlainScalarString

    if isinstance(value, dict | list):
        flow = flow or bool(value.fa.flow_style())  # type: ignore[union-attr]  # ruamel's own dict and list
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            value[key] = _quoted(value[key], flow)
    elif isinstance(value, str) and not isinstance(value, FoldedScalarString | LiteralScalarString):
        return PlainScalarString(value) if _bare(value, flow) else DoubleQuotedScalarString(value)
    return value


def _bare(text: str, flow: bool) -> bool:
    if text.casefold() in _OTHERWISE or text != text.strip() or _FIGURES.fullmatch(text):
        return False
    return bool((_FLOW if flow else _BLOCK).fullmatch(text))
