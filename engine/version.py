"""The version of the engine; verdicts and kept programs carry it."""

from typing import Final

VERSION: Final = "0.1.0"
