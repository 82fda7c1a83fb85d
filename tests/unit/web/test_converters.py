"""Numbers in addresses that no database can hold."""

import pytest

from outreach.web.converters import record_key
from tests.factories.accounts import make_user
from tests.factories.events import make_event

NUMBERS = (0, 2**31, 2**63, 10**22)


def test_a_number_that_no_database_holds_is_not_found_anywhere(app, sign_in):
    client = sign_in(make_user("administrator"))
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.arguments and rule.arguments <= {name for name, part in rule._converters.items()
                                                 if type(part).__name__ == "RecordNumber"} and "GET" in rule.methods:
            for number in NUMBERS:
                path = rule.rule
                for name in rule.arguments:
                    path = path.replace(f"<int:{name}>", str(number))
                # An administrator belongs to no partner, whatever the number.
                assert client.get(path).status_code == (403 if path.startswith("/portal/") else 404), path
            tried += 1
    assert tried > 20


@pytest.mark.parametrize("year", ["0", "10000", "9" * 20, "-1", "abc", "２０２７", "2027"])
def test_any_year_is_a_filter_or_none(sign_in, year):
    make_event()
    assert sign_in(make_user("officer")).get(f"/events/?year={year}").status_code == 200


@pytest.mark.parametrize("path", ["/events/new?parent={}", "/events/new?series={}&year=2027", "/events/series/?parent={}"])
def test_a_number_that_no_record_has_is_not_found_in_a_query_either(sign_in, path):
    client = sign_in(make_user("coordinator"))
    for number in NUMBERS:
        assert client.get(path.format(number)).status_code == 404


@pytest.mark.parametrize(("text", "key"), [
    ("17", 17), (17, 17), ("0", 0), (str(2**31 - 1), 2**31 - 1), (str(2**31), 0), ("9" * 5000, 0), ("-1", None), ("", None),
    (None, None), ("x", None), ("１７", None), ("1.0", None)])
def test_a_key_is_read_from_a_query_or_field(text, key):
    assert record_key(text) == key
