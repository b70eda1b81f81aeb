"""HTML that cannot be broken into: every text is escaped and cleaned where it enters, there is no other way in."""

from __future__ import annotations

import html
import re
from typing import Final

_STEERING: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)
_STACKED: Final = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})"
                             "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip
_EMPTY: Final = frozenset({"meta", "line", "rect", "path", "circle", "br", "col"})


class Html(str):
    """Text that is markup already; only `tag`, `raw` and `joined` make it."""

    __slots__ = ()


Content = str | None
Value = str | int | float | bool | None


def clean(text: str) -> str:
    """The text without signs that steer: controls, marks of direction, heaps of accents, halves of characters.

    >>> clean("a\\u202eb\\x00c")
    'abc'
    """
    return _STACKED.sub(r"\1", _STEERING.sub("", text))


def escaped(text: Content) -> Html:
    """Text as HTML; markup stays what it is, None is nothing."""
    if text is None:
        return Html("")
    return text if isinstance(text, Html) else Html(html.escape(clean(text)))


def tag(name: str, *children: Content, **attributes: Value) -> Html:
    """An element. `class_` is written `class`, other underscores become hyphens; True stands alone, None is nothing."""
    told = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in _EMPTY and not children:
        return Html(f"<{name}{told}>" if name in ("meta", "br", "col") else f"<{name}{told}/>")
    return Html(f"<{name}{told}>{''.join(escaped(child) for child in children)}</{name}>")


def _attribute(key: str, value: Value) -> str:
    name = key.rstrip("_").replace("_", "-") if key != "viewBox" else key
    if value is True:
        return f" {name}"
    written = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {name}="{html.escape(clean(written))}"'


def joined(*parts: Content) -> Html:
    """One after the other."""
    return Html("".join(escaped(part) for part in parts))


def quoted(text: str) -> Html:
    """Somebody else's words: kept apart, so that their direction does not turn ours."""
    return tag("bdi", text)
