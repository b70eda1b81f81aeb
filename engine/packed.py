"""Values that pickle by position, which loads several times faster than a frozen dataclass does by itself."""

from __future__ import annotations


class Packed:
    """Base of frozen, slotted dataclasses whose every field is positional and in `__slots__`."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        names: tuple[str, ...] = type(self).__slots__
        return type(self), tuple(getattr(self, name) for name in names)
