"""Invented targets with their dossier and a visiting plan at the fair, for `flask demo load`."""

from datetime import date, time, timedelta

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import db, today_in
from outreach.events.models import Event
from outreach.events.services.visits import add_visits, edit_visit
from outreach.targets.models import Target
from outreach.targets.services import add_fact, change_state, create_target

#: Name, country, kind, priority, industries, why with its language, (hall, booth, day of the fair, time),
#: facts as (kind, language, text, source, age in days).
_TARGETS = (
    ("Lumenstahl Lasertechnik AG", "DE", "leader_firm", 1, ["fibre_laser"],
     ("de", "Sucht einen zweiten Standort für die Endmontage; Kunden in Jiangsu."), ("B3", "240", 0, time(10, 30)), (
         ("size", "de", "1.150 Beschäftigte, 310 Mio. EUR Umsatz 2025", "Geschäftsbericht 2025", 200),
         ("direction", "de", "Will bis 2028 ein Fünftel des Umsatzes in Asien machen", "Rede auf der Hauptversammlung", 160),
         ("structure", "de", "Familienunternehmen, zwei Werke in Sachsen", "Handelsregister", 620),
         ("exhibits", "en", "LASER World of PHOTONICS, every edition since 2015", "Organiser's exhibitor list", 40))),
    ("Fenwater Photonics Ltd", "GB", "technology_holder", 1, ["ultrafast_laser"],
     ("en", "Holds the patents on a chip-scale comb source; looks for a partner for volume production."),
     ("B3", "118", 0, time(14, 0)), (
         ("technology", "en", "Chip-scale frequency comb, TRL 7, 14 patent families", "Patent search", 90),
         ("investment", "en", "Series B of GBP 18 million in March", "Press release", 240))),
    ("한빛나노광학(주)", "KR", "leader_firm", 2, ["machine_vision"],
     ("ko", "배터리 검사 카메라 1위 업체로 중국 고객 대응 거점을 찾고 있음."), ("A2", "12", 1, None), (
         ("size", "ko", "직원 420명, 매출 980억 원(2025)", "사업보고서", 120),
         ("china", "ko", "쑤저우에 영업사무소 운영", "홈페이지", 70))),
    ("Verband Optische Fertigung Mitte e. V.", "DE", "association", 3, ["photonics"],
     ("de", "Zugang zu achtzig Mittelständlern."), ("A10", "3", 1, None), (
         ("structure", "de", "82 Mitglieder, Geschäftsstelle in Erfurt", "Website", 45),)),
    ("Brightmoor Institute of Optical Materials", "GB", "institute", 2, ["new_materials", "photonics"],
     ("en", "Spin-offs in heat-spreading films fit our graphene chain."), None, (
         ("technology", "en", "Graphene films above 1,500 W/mK", "Annual review", 480),)),
)


def load_targets(event: Event, coordinator: User, officer: User) -> None:
    """Five targets, four of them at the fair with booths, days and people; made once."""
    if db.session.scalar(select(Target.id).limit(1)):
        return
    actor, today = Actor.of(officer), today_in("Asia/Shanghai")
    members = {member.user_id: member for member in event.team}
    for place, (name, country, kind, priority, industries, why, stop, facts) in enumerate(_TARGETS):
        target = create_target(actor, {
            "name": name, "country": country, "kind": kind, "priority": priority, "industries": industries,
            "why": why[1], "why_language": why[0], "owner_id": officer.id})
        for fact, language, text, source, age in facts:
            add_fact(actor, target, {"kind": fact, "language": language, "text": text, "source": source,
                                     "observed_on": today - timedelta(days=age)})
        if priority == 1:
            change_state(actor, target, "approached")
        if stop is not None:
            hall, booth, day, clock = stop
            visit, = add_visits(actor, event, [target], hall=hall, booth=booth, source="Organiser's exhibitor list",
                                known_on=date(2026, 11, 20))
            who = members[(officer if place < 2 else coordinator).id]
            edit_visit(actor, visit, {"member_id": who.id, "planned_on": event.starts_on + timedelta(days=day),
                                      "planned_time": clock})
