"""Exhibitor lists as people paste them."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.errors import Refused
from outreach.events.services import visit_lists
from outreach.events.services.visit_lists import read_lines
from outreach.events.services.visits import add_visits
from tests.factories.events import make_event
from tests.factories.targets import make_target


@pytest.mark.parametrize(("text", "name", "hall", "booth"), [
    ("Musterlaser AG, Hall B3, 240", "Musterlaser AG", "B3", "240"),
    ("Musterlaser AG\tB3\t240", "Musterlaser AG", "B3", "240"),
    ("Musterlaser AG; Halle 4.1; Stand E-12", "Musterlaser AG", "4.1", "E-12"),
    ("Example Optics Co., Ltd., Hall B3, 240", "Example Optics Co., Ltd.", "B3", "240"),
    ("Musterlaser AG, B3.240", "Musterlaser AG", "B3", "240"),
    ("Musterlaser AG, Hall 5 / C12", "Musterlaser AG", "5", "C12"),
    ("Musterlaser AG Hall B3 240", "Musterlaser AG", "B3", "240"),
    ("Musterlaser AG, Stand 240", "Musterlaser AG", "", "240"),
    ("Musterlaser AG, Hall B3", "Musterlaser AG", "B3", ""),
    ("例光科技有限公司，3号馆，A12", "例光科技有限公司", "3", "A12"),
    ("예제광학(주), 3홀, B120", "예제광학(주)", "3", "B120"),
    ("Musterlaser AG", "Musterlaser AG", "", ""),
    ("Musterlaser, Inc.", "Musterlaser, Inc.", "", ""),
    ("Musterlaser 3 AG", "Musterlaser 3 AG", "", ""),
])
def test_a_line_is_read_with_its_hall_and_booth(app, text, name, hall, booth):
    line, = read_lines(text)
    assert (line.name, line.hall, line.booth) == (name, hall, booth)


def test_empty_lines_are_passed_over_and_an_empty_list_is_refused(app):
    assert [line.number for line in read_lines("\nA AG\n;;\n  \nB AG, B3.1\n")] == [2, 5]
    with pytest.raises(Refused):
        read_lines(" \n\t;\n")
    with pytest.raises(Refused):
        read_lines("A AG\n" * 301)


def test_a_new_booth_does_not_keep_the_source_and_the_place_of_the_old_one(session):
    event, target = make_event(), make_target()
    with transaction():
        visit, = add_visits(SYSTEM, event, [target], hall="B3", booth="240", source="Exhibitor list", known_on=date(2026, 10, 1))
        moved = visit_lists.plan_lines(visit_lists.read_lines(f"{target.label}\tHall A1"))
        visit_lists.take_lines(SYSTEM, event, moved, {1: f"t{target.id}"}, known_on=date(2026, 11, 2))
    assert (visit.hall, visit.booth, visit.source, visit.known_on) == ("A1", "", "", date(2026, 11, 2))
