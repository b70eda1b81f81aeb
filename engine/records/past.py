"""What is on record around one subject, for the facts and conditions that look beyond its own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..program import HouseRule
from ..record import Action, Contest, Period
from ..signals.reading import Measurement
from ..values import dataclass
from .archive import Thread, role_of
from .moments import instant

if TYPE_CHECKING:
    from .court import Court


@dataclass(frozen=True, slots=True)
class Past:
    """The surroundings of a subject: its own instant (None: unknown), its thread if it stands in one, the court."""

    court: Court
    at: datetime | None
    thread: Thread | None

    @property
    def zone(self) -> str:
        """The zone of times written without an offset; empty when none is known."""
        return self.court.archive.zone

    @property
    def house_rules(self) -> tuple[HouseRule, ...]:
        """The published rules of conduct the policy names."""
        return self.court.program.records.house_rules

    def actor_role(self, action: Action) -> str | None:
        """On whose side an act was done; None when unknown."""
        return role_of(self.court.archive, action)

    def side_of(self, name: str) -> str | None:
        """On whose side somebody writes, by what is on record; None when they never wrote."""
        return self.court.archive.people.get(name)

    def local_day(self, written: str | None) -> str | None:
        """The day of a written time in the calendar's zone, as an ISO date."""
        at = instant(written, self.zone)
        return at.astimezone(ZoneInfo(self.court.calendar.zone)).date().isoformat() if at else None

    def figure(self, name: str, period: Period) -> Measurement:
        """A figure of a span of a timeline."""
        from .timeline import figure

        return figure(name, period, self.court)

    def dates_clash(self, contest: Contest) -> Measurement:
        """Whether what is said of a contest's start and end contradicts itself."""
        from .contest_dates import clashes

        return clashes(contest, self.court)
