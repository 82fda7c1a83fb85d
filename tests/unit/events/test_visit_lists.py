"""Exhibitor lists as people paste them."""

import pytest

from outreach.errors import Refused
from outreach.events.services.visit_lists import read_lines


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
