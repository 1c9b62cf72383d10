"""The pages: server-rendered, every one a permanent link, readable without JavaScript, with a JSON twin."""

from __future__ import annotations

from shidian.visitors.keeper import Keeper
from shidian.web import openness
from shidian.web.asking import compare
from shidian.web.desk.who import refused
from shidian.web.failing import failure
from shidian.web.render import STATIC, Renderer, templates_version
from shidian.web.routes import routes

__all__ = ["STATIC", "failure", "refused", "renderer", "routes", "version", "warm"]


def renderer(desk: Keeper) -> Renderer:
    """What fills the templates."""
    return Renderer(desk)


def version() -> str:
    """Names the templates and the static files."""
    return templates_version()


def warm(desk: Keeper) -> None:
    """Make what the first visits of the slowest pages would wait for."""
    openness.warm(desk)
    if desk.programme is not None:
        desk.promised.measure()  # else the first views of the ministry would share the processor with it
    compare.warm(desk)
