"""Commands and lines of a GitHub Actions log, from texts that may hold anything: only ours are commands."""

from __future__ import annotations

from typing import Final

from .visible import one_line, shortened, visible

LONGEST: Final = 1500
"""Code points of a message or line."""


def command(name: str, properties: tuple[tuple[str, str], ...], message: str) -> str:
    """A command that marks a place; properties are its title, file and line."""
    told = ",".join(f"{key}={_property(value)}" for key, value in properties)
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return _tame(visible(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def plain_line(text: str) -> str:
    """A line of the log that the runner takes for no command, whatever it says."""
    told = _tame(shortened(one_line(text), LONGEST))
    return f"- {told}"


def _tame(text: str) -> str:
    """The text without the old sign of a command, which counts anywhere in a line."""
    return text.replace("##[", "# #[")
