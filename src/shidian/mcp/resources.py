"""What an assistant can read without asking: questions, instruments, rules, tasks, regions, and the glossary. All as JSON, in both languages."""

from __future__ import annotations

import json
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from shidian.answer.citing import rule_told
from shidian.catalogue.lists import NotFound
from shidian.catalogue.suggest import words_like
from shidian.errors import UnknownQuestion
from shidian.mcp.replies import refused
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrases
from shidian.words.plain import to_plain

JSON = "application/json"
GLOSSARY = ("seen_", "because_", "role_", "standing_", "word_")
"""Beginnings of the keys of phrases that explain the words of answers."""


def resources(server: MCPServer, desk: Keeper) -> None:
    """Offer the resources."""
    book = desk.book

    @server.resource(
        "shidian://questions", title="Questions", description="The questions that can be put, each with its outcomes.", mime_type=JSON
    )
    def questions() -> str:
        return _json([{"question": q.question, "title": q.title, "outcomes": q.outcomes} for q in map(book.question, book.questions)])

    @server.resource(
        "shidian://questions/{question}",
        title="One question",
        description="The facts that a question takes, with their values and units.",
        mime_type=JSON,
    )
    def question(question: str) -> str:
        try:
            return _json(book.question(question))
        except UnknownQuestion as error:
            raise ResourceNotFoundError(str(refused(error))) from error

    @server.resource(
        "shidian://instruments", title="Instruments", description="Every instrument in the edition of today, one line each.", mime_type=JSON
    )
    def instruments() -> str:
        return _json(book.instruments(on=desk.today))

    @server.resource(
        "shidian://instruments/{id}", title="One instrument", description="Its editions, provisions, rules and gaps.", mime_type=JSON
    )
    def instrument(id: str) -> str:
        return _found(lambda: book.instrument(id))

    @server.resource(
        "shidian://rules/{instrument}/{rule}",
        title="One rule in words",
        description="Scope, days, effect, duties, and how well it was seen.",
        mime_type=JSON,
    )
    def rule(instrument: str, rule: str) -> str:
        return _found(lambda: rule_told(book, f"{instrument}/{rule}"))

    @server.resource(
        "shidian://tasks", title="Tasks", description="Every task row of the programme with the stage it has reached today.", mime_type=JSON
    )
    def tasks() -> str:
        return _json(book.tasks(on=desk.today))

    @server.resource(
        "shidian://tasks/{id}", title="One task", description="A task row with its steps, places, rules and sources.", mime_type=JSON
    )
    def task(id: str) -> str:
        return _found(lambda: book.task(id)[1])

    @server.resource(
        "shidian://regions", title="Regions", description="The regions of the programme, with their zones and rules.", mime_type=JSON
    )
    def regions() -> str:
        return _json(desk.regions(desk.today))

    @server.resource(
        "shidian://vocabulary/{name}",
        title="Words of a vocabulary",
        description="Ids and names: activities, territories, origins, authorities …",
        mime_type=JSON,
    )
    def vocabulary(name: str) -> str:
        if name not in book.lawbook.trees:
            raise ResourceNotFoundError(f"there is no vocabulary `{name}`; known: {', '.join(sorted(book.lawbook.trees))}")
        return _json(words_like(book.lawbook, name, "", 10_000))

    @server.resource(
        "shidian://glossary", title="Glossary", description="What the words of an answer mean, in English and Chinese.", mime_type=JSON
    )
    def glossary() -> str:
        return _json({key: label for key, label in phrases().items() if key.startswith(GLOSSARY)})


def _found(find: Any) -> str:
    try:
        return _json(find())
    except NotFound as error:
        raise ResourceNotFoundError(str(refused(error))) from error


def _json(value: Any) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False)
