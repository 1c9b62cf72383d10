"""What a tool gives back: structured content with a published schema, and the same as JSON text. Errors say what to do."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from shidian.errors import BadValue, ShidianError, UnknownQuestion
from shidian.law.near import did_you_mean
from shidian.words.plain import sent_as_numbers, to_plain
from shidian.words.refusals import refusal_in
from shidian.words.shapes import shape_told

Speech = Annotated[Literal["en", "zh"], Field(description="Language of the result.")]
Fact = str | float | bool | list[str] | None
FactsGiven = Annotated[
    dict[str, Fact],
    Field(
        description="Facts by id, such as {'activity': 'app-store', 'territory': 'chengdu', 'origin': 'DE', 'share': 100, 'on': '2025-06-01'}: "
        "ids, public codes or names; shares in percent. Leave out what the user did not say. All facts: shidian://questions/{question}."
    ),
]
FactsOrNone = Annotated[dict[str, Fact] | None, Field(description="With `question`: " + FactsGiven.__metadata__[0].description)]
KnownOn = Annotated[str | None, Field(description="Only what had been published by this day counts.")]
Limit = Annotated[int, Field(ge=1, le=50, description="Entries of each list at most; the rest is counted.")]
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
"""Every tool reads a lawbook that does not change; none reaches out of this machine."""


def told(value: Any) -> CallToolResult:
    """A record as the result of a tool."""
    plain = to_plain(value)
    return CallToolResult(content=[TextContent(type="text", text=msgspec.json.encode(plain).decode())], structured_content=plain)


def schema_of(kind: type) -> dict[str, Any]:
    """The JSON Schema of a record, with its root inlined, as a tool publishes it. Numbers are sent as numbers."""
    (_,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    root: dict[str, Any] = sent_as_numbers(parts.pop(kind.__name__))
    return root | ({"$defs": sent_as_numbers(parts)} if parts else {})


def refused(error: ShidianError, lang: str = "en") -> ToolError:
    """A known error as a tool tells it: code, message, and what to do."""
    hint = SENTENCES if isinstance(error, UnknownQuestion) and _in_words(error.message.partition("`")[2]) else error.hint
    opening, closing = ("（", "）") if lang == "zh" else (" (", ")")
    return ToolError(f"{error.code}: {refusal_in(lang, error.message)}" + (f"{opening}{refusal_in(lang, hint)}{closing}" if hint else ""))


SENTENCES = "a question in the user's own words goes to `ask`, under `sentence`"


def _in_words(value: object) -> bool:
    """Whether an argument is words of a person rather than a name of ours."""
    return isinstance(value, str) and (" " in value.strip() or not value.isascii())


def add(server: MCPServer, tool: Callable[..., CallToolResult], gives: type, title: str) -> None:
    """Offer a tool whose results are records of the type `gives`. Its docstring is its description. Known errors become one message."""

    @functools.wraps(tool)
    def saying(*args: Any, **more: Any) -> CallToolResult:
        try:
            return tool(*args, **more)
        except ShidianError as error:
            raise refused(error, more.get("lang", "en")) from error

    words = " ".join((tool.__doc__ or "").split())
    added = ClosedTool.from_function(saying, title=title, description=words, annotations=READS, structured_output=False)
    arguments = added.fn_metadata.arg_model  # the SDK derives schemas from pydantic models alone
    added.fn_metadata = FuncMetadata(arg_model=arguments, output_schema=schema_of(gives))
    added.parameters = _untitled(added.parameters) | {"additionalProperties": False}
    server._tool_manager._tools[added.name] = added


class ClosedTool(Tool):
    """A tool that takes no argument but its own: a slip in a name is never taken for a fact that was not said. What is wrong with its arguments
    is said in plain words."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        """Run the tool. Raises ToolError."""
        lang, names = arguments.get("lang", "en"), tuple(self.parameters["properties"])
        unknown = next((k for k in arguments if k not in names), None)
        if unknown is not None:
            known = did_you_mean(unknown, names) or "known: " + ", ".join(f"`{n}`" for n in names)
            hint = SENTENCES if "sentence" in names and _in_words(arguments[unknown]) else known
            raise refused(BadValue(f"unknown argument `{unknown[:100]}`", hint=hint), lang)
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            if isinstance(error.__cause__, ToolError):  # as we said it, without the English words that the SDK puts before it
                raise error.__cause__ from None
            if not isinstance(error.__cause__, ValidationError):
                raise
            told = shape_told(error.__cause__.errors(include_url=False, include_input=False))
        raise ToolError(f"{BadValue.code}: {told['zh' if lang == 'zh' else 'en']}")


def _untitled(schema: Any) -> Any:
    """A schema without the titles that only repeat its names."""
    if isinstance(schema, dict):
        return {k: _untitled(v) for k, v in schema.items() if not (k == "title" and isinstance(v, str))}
    return [_untitled(v) for v in schema] if isinstance(schema, list) else schema
