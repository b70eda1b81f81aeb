"""knigge: judges what a company says on social media against its own guidelines, and explains every judgement."""

from .engine.version import VERSION as __version__

__all__ = ["__version__"]
