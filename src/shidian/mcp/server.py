"""The server for assistants: one set of tools, resources and prompts over standard input and output, or over HTTP. Resources are what an assistant can
read without asking, all as JSON in both languages; prompts lead it through a piece of work."""

# no `from __future__ import annotations` here: the SDK reads the annotations of the prompts
import json
import logging
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import Field
from starlette.types import ASGIApp

from shidian.answer.citing import rule_told
from shidian.catalogue.lists import NotFound
from shidian.catalogue.search import words_like
from shidian.errors import UnknownQuestion
from shidian.mcp.asking import asking
from shidian.mcp.looking import looking
from shidian.mcp.reading import reading
from shidian.mcp.replies import refused
from shidian.version import __version__
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase, phrases
from shidian.words.plain import to_plain


def server(desk: Keeper) -> MCPServer:
    """The server for a desk, ready for either transport."""
    made: MCPServer = MCPServer(
        "shidian",
        title="shidian 试点",
        description="China's market-opening rules as data, and answers you can cite.",
        instructions=f"{phrase('assistant_rules').en}\n\n{phrase('assistant_rules').zh}",
        version=__version__,
        log_level="WARNING",
    )
    for logger in ("mcp", "httpx"):
        logging.getLogger(logger).setLevel(logging.WARNING)
    asking(made, desk)
    looking(made, desk)
    reading(made, desk)
    resources(made, desk)
    prompts(made, desk)
    return made


def over_http(made: MCPServer, path: str) -> ASGIApp:
    """The server as an application at a path, without sessions. Hosts and origins are held by the guards that stand before it."""
    return made.streamable_http_app(
        streamable_http_path=path, stateless_http=False, transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False)
    )


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


JSON = "application/json"
GLOSSARY = ("seen_", "because_", "role_", "standing_", "word_")
"""Beginnings of the keys of phrases that explain the words of answers."""


def resources(server: MCPServer, desk: Keeper) -> None:
    """Offer the resources."""
    book = desk.book

    def offered(uri: str, title: str, about: str) -> Callable[[Callable[..., str]], Callable[..., str]]:
        return server.resource(uri, title=title, description=about, mime_type=JSON)

    @offered("shidian://questions", "Questions", "The questions that can be put, each with its outcomes.")
    def questions() -> str:
        return _json([{"question": q.question, "title": q.title, "outcomes": q.outcomes} for q in map(book.question, book.questions)])

    @offered("shidian://questions/{question}", "One question", "The facts that a question takes, with their values and units.")
    def question(question: str) -> str:
        return _found(lambda: book.question(question))

    @offered("shidian://instruments", "Instruments", "Every instrument in the edition of today, one line each.")
    def instruments() -> str:
        return _json(book.instruments(on=desk.today))

    @offered("shidian://instruments/{id}", "One instrument", "Its editions, provisions, rules and gaps.")
    def instrument(id: str) -> str:
        return _found(lambda: book.instrument(id))

    @offered("shidian://rules/{instrument}/{rule}", "One rule in words", "Scope, days, effect, duties, and how well it was seen.")
    def rule(instrument: str, rule: str) -> str:
        return _found(lambda: rule_told(book, f"{instrument}/{rule}"))

    @offered("shidian://tasks", "Tasks", "Every task row of the programme with the stage it has reached today.")
    def tasks() -> str:
        return _json(book.tasks(on=desk.today))

    @offered("shidian://tasks/{id}", "One task", "A task row with its steps, places, rules and sources.")
    def task(id: str) -> str:
        return _found(lambda: book.task(id)[1])

    @offered("shidian://regions", "Regions", "The regions of the programme, with their zones and rules.")
    def regions() -> str:
        return _json(desk.regions(desk.today))

    @offered("shidian://vocabulary/{name}", "Words of a vocabulary", "Ids and names: activities, territories, origins, authorities …")
    def vocabulary(name: str) -> str:
        if name not in book.lawbook.trees:
            raise ResourceNotFoundError(f"there is no vocabulary `{name}`; known: {', '.join(sorted(book.lawbook.trees))}")
        return _json(words_like(book.lawbook, name, "", 10_000))

    @offered("shidian://glossary", "Glossary", "What the words of an answer mean, in English and Chinese.")
    def glossary() -> str:
        return _json({key: label for key, label in phrases().items() if key.startswith(GLOSSARY)})


def _found(find: Any) -> str:
    try:
        return _json(find())
    except (NotFound, UnknownQuestion) as error:
        raise ResourceNotFoundError(str(refused(error))) from error


def _json(value: Any) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False)
