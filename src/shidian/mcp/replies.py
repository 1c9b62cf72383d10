"""What a tool gives back: structured content with a published schema, and the same as JSON text. Errors say what to do."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from shidian.errors import ShidianError
from shidian.law.near import did_you_mean
from shidian.words.plain import sent_as_numbers, to_plain
from shidian.words.refusals import refusal_in

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
    hint = f" ({refusal_in(lang, error.hint)})" if error.hint else ""
    return ToolError(f"{error.code}: {refusal_in(lang, error.message)}{hint}")


def add(server: MCPServer, tool: Callable[..., CallToolResult], gives: type, title: str) -> None:
    """Offer a tool whose results are records of the type `gives`. Its docstring is its description. Known errors become one message."""

    @functools.wraps(tool)
    def saying(*args: Any, **more: Any) -> CallToolResult:
        try:
            return tool(*args, **more)
        except ShidianError as error:
            raise refused(error, more.get("lang", "en")) from error

    server.add_tool(saying, title=title, description=" ".join((tool.__doc__ or "").split()), annotations=READS, structured_output=False)
    added = server._tool_manager.get_tool(tool.__name__)  # the SDK derives schemas from pydantic models alone
    assert added is not None
    added.fn_metadata = Arguments(arg_model=_closed(added.fn_metadata.arg_model), output_schema=schema_of(gives))
    added.parameters = _untitled(added.parameters) | {"additionalProperties": False}


class Arguments(FuncMetadata):
    """The arguments of a tool. What is wrong with them is said in plain words, without the validator's addresses and inputs."""

    def validate_arguments(self, arguments_to_validate: dict[str, Any]) -> dict[str, Any]:
        try:
            return super().validate_arguments(arguments_to_validate)
        except ValidationError as error:
            plain: list[InitErrorDetails] = [
                {
                    "type": PydanticCustomError(e["type"], "{said}", {"said": e["msg"].removeprefix("Value error, ")}),
                    "loc": e["loc"],
                    "input": None,
                }
                for e in error.errors(include_url=False, include_context=False, include_input=False)
            ]
            raise ValidationError.from_exception_data(self.arg_model.__name__, plain, hide_input=True) from None


def _untitled(schema: Any) -> Any:
    """A schema without the titles that only repeat its names."""
    if isinstance(schema, dict):
        return {k: _untitled(v) for k, v in schema.items() if not (k == "title" and isinstance(v, str))}
    return [_untitled(v) for v in schema] if isinstance(schema, list) else schema


def _closed(arguments: type[ArgModelBase]) -> type[ArgModelBase]:
    """The arguments of a tool, closed against others: a slip in a name is never taken for a fact that was not said."""
    names = tuple(arguments.model_fields)

    class Closed(arguments):  # type: ignore[valid-type, misc]
        @model_validator(mode="before")
        @classmethod
        def known(cls, values: Any) -> Any:
            unknown = next((k for k in values if k not in names), None) if isinstance(values, dict) else None
            if unknown is not None:
                near = did_you_mean(unknown, names)
                raise ValueError(f"unknown argument `{unknown[:100]}`; {near}; it must be one of {', '.join(names)}")
            return values

    Closed.__name__ = arguments.__name__
    return Closed
