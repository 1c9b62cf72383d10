"""Prompts that lead an assistant through a piece of work: a market-entry memo, a check of a transfer of data."""

# no `from __future__ import annotations` here: the SDK reads the annotations of the prompts
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from pydantic import Field

from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase

Spoken = Annotated[str, Field(description="en or zh.")]


def prompts(server: MCPServer, desk: Keeper) -> None:
    """Offer the prompts."""

    @server.prompt(title="Market-entry memo", description="A memo on whether a foreign investor may do this here, with its provisions.")
    def market_entry_memo(
        activity: Annotated[str, Field(description="What is to be done, such as app store or 应用商店.")],
        place: Annotated[str, Field(description="City, province or zone.")],
        origin: Annotated[str, Field(description="Where the investor comes from.")],
        share: Annotated[str, Field(description="Foreign share in percent.")] = "",
        day: Annotated[str, Field(description="The day asked; today when left out.")] = "",
        lang: Spoken = "en",
    ) -> str:
        return _filled("prompt_memo", desk, lang, day, activity=activity, place=place, origin=origin, share=share)

    @server.prompt(
        title="Data-export check", description="Which way a transfer of data out of China has to go, and what would make it lighter."
    )
    def data_export_check(
        transfer: Annotated[str, Field(description="What data, of how many people, sensitive or not, to whom, for what.")],
        place: Annotated[str, Field(description="Where the sender is: city, province or zone.")] = "",
        day: Annotated[str, Field(description="The day asked; today when left out.")] = "",
        lang: Spoken = "en",
    ) -> str:
        return _filled("prompt_export", desk, lang, day, transfer=transfer, place=place)


def _filled(key: str, desk: Keeper, lang: str, day: str, **parts: str) -> str:
    spoken = "zh" if lang.startswith("zh") else "en"
    said = {k: v or phrase("not_stated")[spoken] for k, v in parts.items()}
    return f"{phrase('assistant_rules')[spoken]}\n\n{phrase(key, day=day or desk.today.isoformat(), **said)[spoken]}"
