"""knigge: judges what a company says on social media against its own guidelines, and explains every judgement."""

from typing import TYPE_CHECKING

from .engine.version import VERSION as __version__

if TYPE_CHECKING:
    from .commands.api import measure

__all__ = ["__version__", "measure"]


def __getattr__(name: str) -> object:
    """The public functions, imported when they are first asked for."""
    if name != "measure":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .commands.api import measure

    return measure
