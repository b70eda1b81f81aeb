"""What every SARIF log of ours has alike: its schema, the folder its files are relative to, names and messages."""

from __future__ import annotations

import re
from typing import Final

from .visible import visible

Json = dict[str, object]

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
ROOT: Final = "%SRCROOT%"
"""The folder knigge was started in: files are named relative to it."""


def message(text: str) -> Json:
    r"""A text that no viewer takes for a link or a placeholder (SARIF 3.11.5 and 3.11.6).

    >>> message("[click](x) {0}")
    {'text': '\\[click\\](x) {{0}}'}
    """
    links = re.sub(r"[\\\[\]]", r"\\\g<0>", visible(text))
    return {"text": links.replace("{", "{{").replace("}", "}}")}


def rule_name(rule: str) -> str:
    """A rule's id as SARIF wants names, in one word.

    >>> rule_name("eye-level.lecturing")
    'EyeLevelLecturing'
    """
    return "".join(part.capitalize() for part in re.split(r"\W+", rule))
