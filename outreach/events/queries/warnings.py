"""What an event's page warns about: nothing here is forbidden, each warning names its numbers."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.events.models import Event
from outreach.events.queries.labels import span_of
from outreach.events.queries.lists import clashes


@dataclass(frozen=True)
class Warned:
    """One warning: a stable code, the fact, and what may be done."""

    code: str
    fact: str
    hint: str


def warnings_of(event: Event) -> list[Warned]:
    """Clashes of the team, legs outside the roadshow, dates that nobody confirmed, legs of a cancelled roadshow."""
    return [*_clashes(event), *_legs(event), *_dates(event)]


def _clashes(event: Event) -> list[Warned]:
    return [
        Warned("clash", _("%(name)s is also at %(event)s, %(days)s", name=clash.user.label, event=clash.event.label,
                          days=span_of(clash.event)),
               _("Change the days or send somebody else. The entry may also stay as it is."))
        for clash in clashes(list(event.team))
    ]


def _legs(event: Event) -> list[Warned]:
    found = []
    for leg, whole in [*[(leg, event) for leg in event.legs], *([(event, event.parent)] if event.parent else [])]:
        if leg.starts_on < whole.starts_on or leg.ends_on > whole.ends_on:
            found.append(Warned(
                "leg_outside", _("%(leg)s, %(days)s, lies outside the roadshow", leg=leg.label, days=span_of(leg)),
                _("The roadshow takes place %(days)s. Change one of them if that is not meant.", days=span_of(whole))))
    going = [leg for leg in event.legs if leg.state not in ("cancelled", "done")]
    if event.state == "cancelled" and going:
        found.append(
            Warned(
                "legs_going",
                ngettext("%(num)s leg is not cancelled", "%(num)s legs are not cancelled", len(going)),
                _("Cancel each leg that does not take place."),
            )
        )
    return found


def _dates(event: Event) -> list[Warned]:
    if event.state in ("cancelled", "done") or event.confirmed_on:
        return []
    if not event.days_known:
        return [
            Warned(
                "days_unknown",
                _("Only the usual month is known"),
                _("Enter the days once the organiser has published them. Until then no calendar shows the event."),
            )
        ]
    return [Warned("unconfirmed", _("Nobody has confirmed the dates"),
                   _("Check them with the organiser and enter when and where you read them."))]
