"""The court: one program, one archive, one `now`; it keeps the texts it has on stage, each staged once."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta

from ..condition_nodes import Compare, Forbid, Name, Quantity, Require, Value
from ..conditions import concept, read
from ..evaluator import is_subject
from ..finding import Step
from ..parts import walk
from ..program import Program
from ..record import Action, Author, Contest, Exchange, Message, Period, Role, Ticket, is_ours
from ..record_facts import may_run_at
from ..scene import Desk, Scene, stage
from ..values import dataclass
from .archive import Archive, Thread
from .calendars import Calendar, Duration, due
from .happenings import Happenings
from .heard import Heard
from .loose import Loose, perhaps_answered, stand_in
from .moments import instant
from .outlook import Outlook, reach_of
from .own_texts import OwnTexts
from .past import Past
from .private_data import PrivateData
from .repeats import Repeat
from .speakers import Speakers
from .talk import Talk
from .thread_index import ThreadIndex
from .turns import Address, Answer, Ear, Turn, side, turns

_MOST_SCENES = 512  # of one thread at a time; a longer one stages some texts again
_MOST_ADDRESSES = 64  # threads of which it is kept who speaks there
_MOST_TEXTS = 768  # taken apart, for the scenes and those they answer
_NOTHING: Mapping[str, Quantity] = {}
RATES = ("dialogue-share", "criticism-gap")
"""Facts of a span of time that ask what was said in its threads."""
SETTLED_BRIEFLY = "settled-briefly"
"""Heard of messages too short to tell their language: that they close the matter in one of those we know."""
OFFER = "contest-offer"
"""The concept by which a post is a contest: a prize and a way of entry."""
_SHORT = ("too short", "no words")  # why the language of a text is not known


@dataclass(slots=True)
class Court:
    """Where records are judged. `now` None: the present is not known, so what is still running stays undecided.

    `outlook` says what the archive as a whole knows, where `archive` is a part of it.
    """

    program: Program
    archive: Archive
    now: datetime | None
    calendar: Calendar
    speech: str
    outlook: Outlook | None = None
    repeats: dict[tuple[str, float, float, timedelta], dict[str, Repeat]] = field(default_factory=dict)
    own_texts: dict[bool, OwnTexts] = field(default_factory=dict)
    private: PrivateData | None = None
    stated: dict[tuple[str | None, str | None], list[tuple[datetime, datetime]]] = field(default_factory=dict)
    steps: dict[tuple[type, str, str], Step] = field(default_factory=dict)
    happenings: dict[tuple[int, int, tuple[tuple[str, Quantity], ...]], Happenings] = field(default_factory=dict)
    _scenes: OrderedDict[str, Scene] = field(default_factory=OrderedDict)
    _desk: Desk | None = None
    _heard: Heard | None = None
    _posts: dict[str | None, list[Message]] | None = None
    _reach: dict[tuple[str | None, str | None], tuple[datetime, datetime]] | None = None
    _contests: tuple[set[str], dict[str, list[Contest]]] | None = None
    _judged: dict[tuple[Role | None, str | None], bool] = field(default_factory=dict)
    _threads: ThreadIndex | None = None
    _tickets: tuple[dict[str, list[Ticket]], dict[str, list[Ticket]]] | None = None
    _span: Scene | None = None
    _turns: tuple[Thread, list[Turn]] | None = None
    _rated: bool | None = None
    _speakers: Speakers | None = None
    _talk: Talk | None = None
    _addresses: dict[str, Address] = field(default_factory=dict)
    _private: dict[str, list[Message]] | None = None
    _private_on: set[tuple[str | None, str | None]] = field(default_factory=set)

    def scene(self, message: Message) -> Scene:
        """The stage of one message, the one it answers behind it."""
        found = self._scenes.get(message.id)
        if found is None or found.exchange.message is not message:
            found = self._scenes[message.id] = self._stage(self.exchange(message))
            if len(self._scenes) > _MOST_SCENES:
                self._scenes.popitem(last=False)
        return found

    def scene_in(self, message: Message, language: str) -> Scene:
        """The stage of one message as if it were in this language."""
        return self._stage(replace(self.exchange(message), message=replace(message, language=language)))

    def _stage(self, exchange: Exchange) -> Scene:
        """A stage with what lies open on the desk."""
        if self._desk is None:
            self._desk = Desk(self.program, _MOST_TEXTS)
        return stage(self.program, exchange, self._desk)

    def exchange(self, message: Message) -> Exchange:
        """A message with what is on record around it."""
        parent = self.answered(message)
        known = parent is not None or (message.in_reply_to is None and message.kind in ("post", "story"))
        past = Past(self, self.archive.at(message), self.thread_of(message))
        return Exchange(message, parent, known, self._customer(parent), None, past)

    def answered(self, message: Message) -> Message | None:
        """What a message answers; of several that one person wrote in a row the last, with the texts of all."""
        thread = self.thread_of(message)
        if message.in_reply_to is not None or thread is None or message.kind not in ("reply", "comment", "dm"):
            return self.archive.messages.get(message.in_reply_to or "")
        found = self._address(thread).answered(message)
        if len(found) < 2:
            return found[0] if found else None
        texts = [each.text for each in found if each.text is not None]
        return replace(found[-1], text="\n\n".join(texts) if len(texts) == len(found) else None)

    def is_judged(self, message: Message) -> bool:
        """Whether some rule about texts judges messages of this author's side and kind."""
        key = (side(message), message.kind)
        found = self._judged.get(key)
        if found is None:
            found = self._judged[key] = any(is_subject(rule, message) for rule in self.program.rules)
        return found

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
        return self._stage(Exchange(message, parent, parent is not None, None, action, past))

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
        return self._stage(Exchange(message, None, True, None, contest, Past(self, at, None)))

    def about_period(self, period: Period) -> Scene:
        """The stage of a span of a timeline, which has no text; kept while rule after rule looks at the same one."""
        if self._span is not None and self._span.exchange.about is period:
            return self._span
        message = Message(period.id, "", None, period.channel, None, None, None, None, period.account, period.since)
        at = instant(period.since)
        self._span = self._stage(Exchange(message, None, True, None, period, Past(self, at, None)))
        return self._span

    def channel_of(self, item: Message | Action) -> str | None:
        """The channel of a message, or of what an act touched."""
        if isinstance(item, Message):
            return item.channel
        target = self.archive.messages.get(item.target or "")
        return item.channel or (target.channel if target else None)

    def thread_of(self, message: Message) -> Thread | None:
        """The thread a message stands in."""
        return self.archive.threads.get(self.archive.thread_of.get(message.id, ""))

    def posts_in(self, channel: str | None, since: datetime, until: datetime) -> list[Message]:
        """Top-level posts on a channel that are ours or may be, of a span, in order of time; then those without one."""
        if self._posts is None:
            self._posts = {}
            for message in self.archive.messages.values():
                if message.kind in ("post", None) and message.in_reply_to is None and side(message) in (None, Role.US):
                    self._posts.setdefault(message.channel, []).append(message)
            for found in self._posts.values():
                found.sort(key=self._order)
        kept = self._posts.get(channel, [])
        undated = bisect_left(kept, (True, 0.0, ""), key=self._order)
        first = bisect_left(kept, (False, since.timestamp(), ""), hi=undated, key=self._order)
        last = bisect_left(kept, (False, until.timestamp(), ""), hi=undated, key=self._order)
        return kept[first:last] + kept[undated:]

    def _order(self, message: Message) -> tuple[bool, float, str]:
        at = self.archive.at(message)
        return at is None, at.timestamp() if at is not None else 0.0, message.id

    def threads_in(self, channel: str | None, since: datetime, until: datetime) -> Iterator[Thread]:
        """The threads on a channel of which something may lie in a span."""
        if self._threads is None:
            self._threads = ThreadIndex(self.archive)
        return self._threads.between(channel, since, until)

    def tickets(self, thread: Thread) -> list[Ticket]:
        """The tickets of a thread or of a message in it."""
        if self._tickets is None:
            self._tickets = {}, {}
            for ticket in self.archive.tickets:
                for known, name in zip(self._tickets, (ticket.thread, ticket.message), strict=True):
                    if name is not None:
                        known.setdefault(name, []).append(ticket)
        of_thread, of_message = self._tickets
        found = of_thread.get(thread.id, [])
        if of_message:
            found = found + [each for message in thread.messages for each in of_message.get(message.id, ())]
        return found

    def reach(self, channel: str | None, account: str | None) -> tuple[datetime, datetime] | None:
        """From the first to the last message of a channel and account; None where there is none."""
        if self._reach is None:
            self._reach = reach_of(self.archive) if self.outlook is None else self.outlook.reach
        return self._reach.get((channel, account))

    def private_to(self, person: str) -> tuple[Message, ...]:
        """Our private messages to a person, in order of id, wherever they stand."""
        self._read_private()
        return tuple((self._private or {}).get(person, ()))

    def private_on_record(self, channel: str | None, account: str | None) -> bool:
        """Whether the archive holds private messages of an account on a channel, so that one would be seen."""
        if self.outlook is not None:
            return (channel, account) in self.outlook.private_on
        self._read_private()
        return (channel, account) in self._private_on

    def _read_private(self) -> None:
        if self._private is not None:
            return
        by_thread: dict[str, list[Message]] = {}
        for message in self.archive.messages.values():
            if message.kind == "dm" and (thread := self.thread_of(message)) is not None:
                self._private_on.add((message.channel, message.account))
                if is_ours(message):
                    by_thread.setdefault(thread.id, []).append(message)
        found: dict[str, list[Message]] = {}
        for name, messages in by_thread.items():
            for message in messages:
                for person in self.addressed(message, self.archive.threads[name]) or ():
                    found.setdefault(person, []).append(message)
        for private in found.values():
            private.sort(key=lambda each: each.id)
        self._private = found

    def talk(self, thread: Thread) -> Talk:
        """Who says what to whom in a thread, as promises look at it."""
        if self._talk is None or self._talk.thread is not thread:
            self._talk = Talk(thread, self)
        return self._talk

    def speakers(self, thread: Thread | None) -> Speakers:
        """Who speaks in a thread."""
        if self._speakers is None or self._speakers.thread is not thread:
            self._speakers = Speakers(thread, self.archive.customers)
        return self._speakers

    def addressed(self, message: Message, thread: Thread) -> tuple[str, ...] | None:
        """Whom a message of ours in a thread is for; None when that cannot be known, empty when it is for nobody."""
        return self._address(thread).addressed(message)

    def called(self, message: Message) -> str | None:
        """Which other person of its thread a message opens by calling; None where it calls nobody."""
        thread = self.thread_of(message)
        return self._address(thread).called(message) if thread is not None else None

    def _address(self, thread: Thread) -> Address:
        found = self._addresses.get(thread.id)
        if found is None or found.thread is not thread:
            found = self._addresses[thread.id] = Address(thread, self.archive)
            if len(self._addresses) > _MOST_ADDRESSES:
                del self._addresses[next(iter(self._addresses))]
        return found

    def automatic(self, message: Message) -> bool:
        """Whether a machine wrote a message: said in the record, by its role, or by the text itself."""
        if message.author is not None and message.author.role is Role.BOT:
            return True
        return bool(message.extra.get("automated")) or self.expresses("automatic-reply", message)

    def expresses(self, name: str, message: Message) -> bool:
        """Whether a message is known to express a concept; not where there is no such concept."""
        scene = self._scenes.get(message.id)
        if scene is None or scene.exchange.message is not message:
            on_record = self.archive.messages.get(message.id) is message
            known = self.heard().recall(name, message.id) if on_record else None
            if known is not None:
                return known
            scene = self.scene(message)
        found = scene.concept(name) is not None and not scene.unread and concept(name, scene, False)[0] is True
        if self.archive.messages.get(message.id) is message:
            self.heard().keep(name, message.id, found)
        return found

    def may_express(self, name: str, message: Message) -> bool:
        """Whether a message may express a concept: it does, or nobody can tell for want of its text or language.

        One that is too short to tell its language is read in every language we know.
        """
        if self.expresses(name, message):
            return True
        doubt = f"{name}?"
        on_record = self.archive.messages.get(message.id) is message
        known = self.heard().recall(doubt, message.id) if on_record else None
        if known is None:
            known = self._doubted(name, message)
            if on_record:
                self.heard().keep(doubt, message.id, known)
        return known

    def _doubted(self, name: str, message: Message) -> bool:
        scene = self.scene(message)
        if scene.unread:
            return True
        if scene.language is not None:
            return scene.concept(name) is not None and concept(name, scene, False)[0] is None
        if not any(sign.isalnum() for sign in message.text or ""):
            return "?" in (message.text or "")
        return (
            not scene.language_reason.startswith(_SHORT) or "?" in (message.text or "") or self._in_any(name, message)
        )

    def _in_any(self, name: str, message: Message) -> bool:
        """Whether a message expresses a concept, read in one language after the other."""
        for language in self.program.lexicons:
            scene = self.scene_in(message, language)
            if scene.concept(name) is not None and concept(name, scene, False)[0] is True:
                return True
        return False

    def _settles(self, message: Message) -> bool:
        """Whether a message closes the matter; one too short to tell its language may do so in any."""
        if self.expresses("settled", message):
            return not self.expresses("question", message)
        on_record = self.archive.messages.get(message.id) is message
        known = self.heard().recall(SETTLED_BRIEFLY, message.id) if on_record else None
        if known is None:
            scene = self.scene(message)
            short = scene.language is None and not scene.unread and scene.language_reason.startswith(_SHORT)
            known = short and "?" not in (message.text or "") and self._in_any("settled", message)
            if on_record:
                self.heard().keep(SETTLED_BRIEFLY, message.id, known)
        return known

    def heard(self) -> Heard:
        """What was heard in the messages by this program at this `now`, by whichever court."""
        if self._heard is None:
            self._heard = self.archive.heard.setdefault((self.program.digest, self.now), Heard())
        return self._heard

    def is_contest(self, message: Message) -> bool:
        """Whether a message is the post of a contest: one on record, or by its own words."""
        return message.id in self._declared()[0] or self.expresses(OFFER, message)

    def is_declared(self, message: Message) -> bool:
        """Whether a contest on record names this post, by its id or, where it runs, by its words."""
        posts, texts = self._declared()
        return message.id in posts or any(may_run_at(each, message) for each in texts.get(message.text or "", ()))

    def _declared(self) -> tuple[set[str], dict[str, list[Contest]]]:
        """The posts of the contests on record, and the contests by their texts."""
        if self._contests is None:
            texts: dict[str, list[Contest]] = {}
            for each in self.archive.contests:
                if each.text:
                    texts.setdefault(each.text, []).append(each)
            self._contests = {each.post for each in self.archive.contests if each.post is not None}, texts
        return self._contests

    def asks_rates(self) -> bool:
        """Whether some rule about spans of time asks how often we answered."""
        if self._rated is None:
            shapes = [rule.shape for rule in self.program.records.rules if rule.subject == "timeline"]
            asked = [each.condition for each in shapes if isinstance(each, Forbid | Require)]
            sides = [(part.left, part.right) for each in asked for part in walk(each) if isinstance(part, Compare)]
            self._rated = any(isinstance(each, Name) and each.name in RATES for both in sides for each in both)
        return self._rated

    def turns(self, thread: Thread) -> list[Turn]:
        """The turns of a thread. Who settles a matter and asks something new in one breath has not closed it."""
        if self._turns is None or self._turns[0] is not thread:
            ear = Ear(
                lambda message: not self.automatic(message),
                self._settles,
            )
            self._turns = (thread, turns(thread, self.archive, ear))
            self._answer_perhaps(self._turns[1])
        return self._turns[1]

    def _answer_perhaps(self, found: Sequence[Turn]) -> None:
        """Questions that nobody answered, in no thread, may have been answered by what hangs nowhere."""
        for turn in found if self._loose else ():
            if turn.person and not turn.answers and turn.since is not None:
                at = self.perhaps_followed(turn.first, turn.since)
                if at is not None:
                    turn.answers.append(Answer(stand_in(turn.first, at), at, "in_reply_to"))

    @property
    def _loose(self) -> tuple[Loose, ...]:
        return self.archive.loose if self.outlook is None else self.outlook.loose

    def perhaps_followed(self, message: Message, since: datetime) -> datetime | None:
        """From when on an answer that hangs nowhere may belong to a message in no thread; None where none may."""
        return perhaps_answered(message, since, self._loose) if message.thread is None else None

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
