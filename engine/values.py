"""`dataclass` for values, light to make and to build: frozen for the type checker, plain at run time.

The library writes and compiles six functions for every frozen class and sets each field by a call. Start-up and every
check pay for that (docs/decisions/005). Here it writes `__init__` only; comparing, hashing and printing are shared.
That nobody assigns to a field is what `mypy --strict` checks, which knows this decorator as the library's.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    Made = TypeVar("Made")

    def dataclass(*, frozen=False, slots=False, eq=True, order=False):
        """As the library's decorator, for the options the house uses."""

        def decorate(cls):
            made = dataclasses.dataclass(slots=slots, eq=False, repr=False)(cls)
            made.__repr__ = _print
            if eq:
                made.__compared__ = tuple(field.name for field in dataclasses.fields(made) if field.compare)
                made.__eq__ = _equal
                made.__hash__ = _hash if frozen else None
            if order:
                made.__lt__ = _less
            return made

        return decorate

    def _values(self):
        return tuple([getattr(self, name) for name in self.__compared__])

    def _equal(self, other):
        return _values(self) == _values(other) if type(self) is type(other) else NotImplemented

    def _hash(self):
        return hash(_values(self))

    def _less(self, other):
        return _values(self) < _values(other) if type(self) is type(other) else NotImplemented

    def _print(self):
        shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"


__all__ = ["dataclass"]
