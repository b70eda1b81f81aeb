"""`dataclass` for values, light to make and to build: frozen for the type checker, plain at run time.

The library writes and compiles six functions for every frozen class and sets each field by a call. Start-up and every
check pay for that (docs/decisions/005). Here only `__init__` is written, when the first value is built; comparing,
hashing and printing are shared, and what the library keeps about fields is made when `replace` or `fields` ask for it.
That nobody assigns to a field is what `mypy --strict` checks, which knows this decorator as the library's.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    Made = TypeVar("Made")

    def dataclass(*, frozen=False, slots=False, eq=True, order=False):
        """As the library's decorator, for the options the house uses."""

        def decorate(cls):
            own = inspect.get_annotations(cls)
            given = {name: _given(cls.__dict__.get(name, dataclasses.MISSING)) for name in own}
            inherited = {name: each for base in cls.__mro__[:0:-1] for name, each in _known(base).items()}
            made = _slotted(cls, given) if slots else cls
            made.__given__ = given = inherited | given
            made.__match_args__ = tuple(name for name, each in given.items() if each.kw_only is not True)
            made.__init__ = _unwritten(made)
            made.__dataclass_fields__ = _Fields(made)
            made.__repr__ = _print
            if eq:
                made.__compared__ = tuple(name for name, each in given.items() if each.compare)
                made.__eq__ = _equal
                made.__hash__ = _hash if frozen else None
            if order:
                made.__lt__ = _less
            return made

        return decorate

    def _given(default):
        return default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)

    def _known(base):
        return base.__dict__.get("__given__", {})

    def _slotted(cls, given):
        """The class again, with slots for its own fields; defaults must not stand in their way."""
        members = {name: each for name, each in cls.__dict__.items() if name not in given}
        members.pop("__dict__", None)
        members.pop("__weakref__", None)
        made = type(cls)(cls.__name__, cls.__bases__, {**members, "__slots__": tuple(given)})
        made.__qualname__ = cls.__qualname__
        return made

    def _unwritten(cls):
        """An `__init__` that writes the real one when it is first called."""

        def __init__(self, *args, **named):
            cls.__init__ = _written(cls)
            cls.__init__(self, *args, **named)

        return __init__

    def _written(cls):
        known = {"_NONE": dataclasses.MISSING}
        wanted, only_named, lines = ["self"], [], []
        for name, each in cls.__given__.items():
            value, wants = name, name
            if each.default is not dataclasses.MISSING:
                known[f"_{name}"] = each.default
                wants = f"{name}=_{name}"
            elif each.default_factory is not dataclasses.MISSING:
                known[f"_{name}"] = each.default_factory
                wants, value = f"{name}=_NONE", f"_{name}() if {name} is _NONE else {name}"
            (only_named if each.kw_only is True else wanted).append(wants)
            lines.append(f" self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            lines.append(" self.__post_init__()")
        wanted += ["*", *only_named] if only_named else []
        exec(f"def __init__({', '.join(wanted)}):\n" + "\n".join(lines or [" pass"]), known)
        return known["__init__"]

    class _Fields:
        """What the library knows of the fields of a class, made by the library when somebody asks."""

        def __init__(self, cls):
            self._of = cls

        def __get__(self, value, owner):
            twin = type(self._of.__name__, (), {"__annotations__": dict.fromkeys(self._of.__given__, "object")})
            for name, each in self._of.__given__.items():
                if each.default is not dataclasses.MISSING or each.default_factory is not dataclasses.MISSING:
                    setattr(twin, name, each)
            self._of.__dataclass_fields__ = dataclasses.dataclass(twin).__dataclass_fields__
            return self._of.__dataclass_fields__

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
