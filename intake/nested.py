"""Objects in lists inside other objects -> objects of their own; `up` is the object a list stands in.

So do interfaces and ticket tools export: comments in their posts, messages in their conversations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from .line import Line, Trouble, troubled
from .words import listed

UP: Final = "up"
"""The key under which a row holds the object it stands in."""
_DEEPEST: Final = 6
_SPOKEN: Final = 0.25
"""The share of objects in a list with a text of several words from which on they may be messages."""
Content = Mapping[str, object]


def spread(lines: Iterable[Line], paths: tuple[str, ...], speech: str) -> Iterator[Line]:
    """The objects in the lists that `paths` lead to, a line each; what has nothing in these lists is left out.

    Where no object of a file has anything in them, that is told as a mistake.
    """
    source, some = "", False
    for line in lines:
        if line.content is None:
            yield line
            continue
        source, found = line.source, False
        for path in paths:
            for number, content in enumerate(_inside(line.content, line.content, path.split(".")), start=1):
                some = found = True
                yield replace(line, place=f"{line.place}, {path} {number}", content=dict(content))
        if not found:
            yield troubled(line.source, line.place, Trouble("no-rows-inside", paths=listed(paths)), speech)
    if source and not some:
        yield troubled(source, "", Trouble("rows-missing", paths=listed(paths)), speech)


def _inside(group: Content, holder: Content, path: Sequence[str]) -> Iterator[Content]:
    """The objects at the end of a path below `group`, each with the object of the list before, or the outermost."""
    value, rest = group.get(path[0]), path[1:]
    if isinstance(value, Mapping) and rest:
        yield from _inside(value, holder, rest)
    for each in value if isinstance(value, list) else ():
        if not isinstance(each, Mapping):
            continue
        held = {**each, UP: holder}
        if rest:
            yield from _inside(held, held, rest)
        else:
            yield held


def paths_with_texts(contents: Sequence[Content]) -> tuple[str, ...]:
    """The lists whose objects seem to be messages: the one with the most of them, and those it stands in alike.

    Nothing where no list holds any. Alike is what names its texts in the same way.
    """
    objects: dict[str, list[Content]] = {}
    for content in contents:
        _collect(content, "", 0, objects)
    spoken = {path: name for path, found in objects.items() if (name := _text_of(found))}
    if not spoken:
        return ()
    most = max(spoken, key=lambda path: (len(objects[path]), path))
    return tuple(path for path in spoken if spoken[path] == spoken[most] and f"{most}.".startswith(f"{path}."))


def _collect(group: Content, path: str, depth: int, objects: dict[str, list[Content]]) -> None:
    for name, value in group.items():
        inner = f"{path}.{name}" if path else name
        if depth < _DEEPEST and isinstance(value, Mapping):
            _collect(value, inner, depth + 1, objects)
        for each in value if isinstance(value, list) else ():
            if depth < _DEEPEST and isinstance(each, Mapping):
                objects.setdefault(inner, []).append(each)
                _collect(each, inner, depth + 1, objects)


def _text_of(objects: Sequence[Content]) -> str:
    """The key whose texts have several words in enough of the objects, the longest of them; "" where none has."""
    often: Counter[str] = Counter()
    length: Counter[str] = Counter()
    for each in objects:
        for name, value in each.items():
            if isinstance(value, str) and len(value.split()) > 1:
                often[name] += 1
                length[name] += len(value)
    wordy = [name for name in often if often[name] >= _SPOKEN * len(objects)]
    return max(wordy, key=lambda name: (length[name], name), default="")
