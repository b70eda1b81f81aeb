"""The court: one program, one archive, one `now`; it keeps the texts it has on stage, each staged once."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from ..condition_nodes import Quantity, Value
from ..conditions import concept, read
from ..program import Program
from ..record import Action, Author, Contest, Exchange, Message, Period, Role, is_ours
from ..scene import Scene, stage
from ..values import dataclass
from .archive import Archive, Thread
from .calendars import Calendar, Duration, due
from .moments import instant
from .past import Past
from .repeats import Repeat

_MOST_SCENES = 512  # of one thread at a time; a longer one stages some texts again
_NOTHING: Mapping[str, Quantity] = {}


@dataclass(slots=True)
class Posts:
    """Own posts of one account on one channel: those with a time in its order, and those of which it is unknown."""

    times: list[datetime] = field(default_factory=list)
    dated: list[Message] = field(default_factory=list)
    undated: list[Message] = field(default_factory=list)

    def add(self, message: Message, at: datetime | None) -> None:
        """One more, in any order."""
        if at is None:
            self.undated.append(message)
        else:
            self.times.append(at)
            self.dated.append(message)

    def sort(self) -> None:
        """Put them in order of time, then of id."""
        in_order = sorted(zip(self.times, self.dated, strict=True), key=lambda each: (each[0], each[1].id))
        self.times = [at for at, _ in in_order]
        self.dated = [message for _, message in in_order]

    def between(self, since: datetime, until: datetime) -> list[Message]:
        """Those of a half-open span."""
        return self.dated[bisect_left(self.times, since) : bisect_left(self.times, until)]


_NO_POSTS = Posts()


@dataclass(slots=True)
class Court:
    """Where records are judged. `now` None: the present is not known, so what is still running stays undecided."""

    program: Program
    archive: Archive
    now: datetime | None
    calendar: Calendar
    speech: str
    repeats: dict[tuple[str, float, float, timedelta], dict[str, Repeat]] = field(default_factory=dict)
    _scenes: OrderedDict[str, Scene] = field(default_factory=OrderedDict)
    _posts: dict[tuple[str | None, str | None], Posts] | None = None
    _reach: dict[tuple[str | None, str | None], tuple[datetime, datetime]] | None = None

    def scene(self, message: Message) -> Scene:
        """The stage of one message, the one it answers behind it."""
        found = self._scenes.get(message.id)
        if found is None or found.exchange.message is not message:
            found = self._scenes[message.id] = stage(self.program, self.exchange(message))
            if len(self._scenes) > _MOST_SCENES:
                self._scenes.popitem(last=False)
        return found

    def exchange(self, message: Message) -> Exchange:
        """A message with what is on record around it."""
        parent = self.archive.messages.get(message.in_reply_to or "")
        known = parent is not None or (message.in_reply_to is None and message.kind in ("post", "story"))
        past = Past(self, self.archive.at(message), self.thread_of(message))
        return Exchange(message, parent, known, self._customer(parent), None, past)

    def about_action(self, action: Action) -> Scene:
        """The stage of an act: its text is that of the message it touched, as far as that is known."""
        target = self.archive.messages.get(action.target or "")
        text = action.extra.get("original_text") or action.extra.get("text") or (target.text if target else None)
        message = Message(
            action.id, str(text) if text is not None else None, target.kind if target else None,
            action.channel or (target.channel if target else None), target.language if target else None,
            target.author if target else None, target.in_reply_to if target else None,
            target.thread if target else None,
            action.account or (target.account if target else None), target.published if target else None,
        )  # fmt: skip
        parent = self.archive.messages.get(message.in_reply_to or "")
        thread = self.thread_of(target) if target else None
        past = Past(self, self.archive.at(action), thread)
        return stage(self.program, Exchange(message, parent, parent is not None, None, action, past))

    def about_contest(self, contest: Contest) -> Scene:
        """The stage of a contest: its text is that of its post."""
        post = self.archive.messages.get(contest.post or "")
        text = contest.text if contest.text is not None else post.text if post else None
        message = Message(
            contest.id, text, "post", contest.channel or (post.channel if post else None),
            contest.language or (post.language if post else None), Author("us", Role.US), None, None,
            contest.account or (post.account if post else None),
            contest.published or (post.published if post else None),
        )  # fmt: skip
        at = instant(message.published, self.archive.zone)
        return stage(self.program, Exchange(message, None, True, None, contest, Past(self, at, None)))

    def about_period(self, period: Period) -> Scene:
        """The stage of a span of a timeline, which has no text."""
        message = Message(period.id, "", None, period.channel, None, None, None, None, period.account, period.since)
        at = instant(period.since)
        return stage(self.program, Exchange(message, None, True, None, period, Past(self, at, None)))

    def thread_of(self, message: Message) -> Thread | None:
        """The thread a message stands in."""
        return self.archive.threads.get(self.archive.thread_of.get(message.id, ""))

    def posts_of(self, channel: str | None, account: str | None) -> Posts:
        """Own top-level posts of an account on a channel, in order of time."""
        if self._posts is None:
            self._posts = {}
            for message in self.archive.messages.values():
                if message.kind == "post" and is_ours(message):
                    place = self._posts.setdefault((message.channel, message.account), Posts())
                    place.add(message, self.archive.at(message))
            for found in self._posts.values():
                found.sort()
        return self._posts.get((channel, account), _NO_POSTS)

    def reach(self, channel: str | None, account: str | None) -> tuple[datetime, datetime] | None:
        """From the first to the last message of a channel and account; None where there is none."""
        if self._reach is None:
            self._reach = {}
            for message in self.archive.messages.values():
                at = self.archive.at(message)
                if at is None:
                    continue
                key = (message.channel, message.account)
                first, last = self._reach.get(key, (at, at))
                self._reach[key] = (min(first, at), max(last, at))
        return self._reach.get((channel, account))

    def automatic(self, message: Message) -> bool:
        """Whether a machine wrote a message: said in the record, by its role, or by the text itself."""
        if message.author is not None and message.author.role is Role.BOT:
            return True
        said = message.extra.get("automated")
        if said is not None:
            return bool(said)
        scene = self.scene(message)
        if scene.concept("automatic-reply") is None or scene.unread:
            return False
        return concept("automatic-reply", scene, False)[0] is True

    def after(self, start: datetime, limit: Value, scene: Scene, parameters: Mapping[str, Quantity]) -> datetime | None:
        """The last instant of a limit of time that begins at `start`; None when the limit is not known."""
        match limit:
            case Quantity():
                quantity = limit
            case _ if (name := getattr(limit, "name", "")) in parameters:
                quantity = parameters[name]
            case _:
                found = read(str(getattr(limit, "name", "")), scene).value
                if not isinstance(found, (int, float)):
                    return None
                quantity = Quantity(float(found), "hours")
        return due(start, Duration(quantity.value, quantity.unit), self.calendar)

    def _customer(self, parent: Message | None) -> Author | None:
        """Who is answered, with the name on record where there is one."""
        author = parent.author if parent else None
        if author is None:
            return None
        known = self.archive.customers.get(author.id)
        return Author(author.id, author.role, (known.name if known else None) or author.name)
