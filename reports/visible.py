"""Foreign text made safe to look at: signs that steer, hide or break become signs that can be seen."""

from __future__ import annotations

import re
from typing import Final

_BREAKS: Final = re.compile("\r\n|[\x85\u2028\u2029]")
_HIDDEN: Final = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007f]+"  # flags such as that of Wales: black flag and tags, left alone
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction of writing
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # without width; joiners of emoji and letters stay
    "\U000e0000-\U000e0fff]"  # tags, and selectors nobody sees
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with every sign that would hide or steer shown instead; line breaks and tabs stay.

    Control characters become their pictures, marks of direction and invisible signs their number, half a surrogate pair
    the replacement character.

    >>> visible("a\\x07b \\u202etxt\\r\\n")
    'a␇b ⟨U+202E⟩txt\\n'
    """
    return _HIDDEN.sub(_shown, whole(_BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """The same in one line, runs of blanks as one."""
    return " ".join(visible(text).split())


def whole(text: str) -> str:
    """The text with half surrogate pairs replaced, one for one, so that it can be written as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def shortened(text: str, most: int) -> str:
    """At most so many code points, an ellipsis at the end where something was cut off.

    >>> shortened("Rindfleischetikettierung", 8)
    'Rindfle…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _shown(found: re.Match[str]) -> str:
    sign = found[0]
    if len(sign) > 1:
        return sign
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"⟨U+{code:04X}⟩"
