"""What the preview marks as different, and what a certain row says it adds."""

from sqlalchemy import select

from outreach.contacts.models import ImportRow
from outreach.contacts.services.imports.comparing import marked, row_views
from outreach.db import db
from outreach.i18n import in_language
from tests.factories.contacts import make_person
from tests.factories.imports import csv_file, make_import
from tests.unit.contacts.test_imports_own import make_field


def _written(pieces) -> str:
    return "".join(f"[{text}]" if differs else text for text, differs in pieces)


def test_only_what_differs_is_marked():
    told, stored = marked("Jürgen Mueller", "Jürgen Müller")
    assert (_written(told), _written(stored)) == ("Jürgen M[ue]ller", "Jürgen M[ü]ller")


def test_equal_and_missing_texts_carry_no_mark_and_unlike_ones_are_marked_whole():
    assert marked("김민수", "김민수") == ([("김민수", False)], [("김민수", False)])
    assert marked("", "Velox AG") == ([("", False)], [("Velox AG", False)])
    assert marked("+493023125004", "+8955500104", 0.8) == ([("+493023125004", True)], [("+8955500104", True)])


def test_letters_that_change_their_number_in_lower_case_do_not_shift_the_marks():
    told, stored = marked("Strauß", "Strauss")
    assert ("".join(text for text, _ in told), "".join(text for text, _ in stored)) == ("Strauß", "Strauss")


def test_a_certain_row_names_the_one_reason_and_what_it_adds(app):
    make_person("Björn Böhm", email="bjoern.boehm@velox.example.org", organisation="Velox Photonik GmbH")
    run = make_import(data=csv_file("Björn Böhm;Velox Photonik GmbH;bjoern.boehm@velox.example.org;+49 170 1234567;Deutschland"))
    view = row_views(run, db.session.scalars(db.select(ImportRow).where(ImportRow.run_id == run.id)))[0]
    assert "bjoern.boehm@velox.example.org" in view.reason and ";" not in view.reason
    assert len(view.adds) == 1 and view.person.full_name == "Björn Böhm"


def test_a_row_like_an_earlier_one_is_compared_with_it(app):
    run = make_import(data=csv_file("Björn Böhm;Velox Photonik GmbH;;;Deutschland",
                                    "Bjoern Boehm;Velox Photonik GmbH;;;Deutschland"))
    views = row_views(run, db.session.scalars(db.select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)))
    assert (views[1].row.verdict, views[1].row.match_row, views[1].likely, views[1].person) == ("doubtful", 1, "Björn Böhm", None)
    assert [line for line in views[1].lines if any(differs for _text, differs in line.told)]


def test_the_preview_says_everything_that_a_row_adds(app):
    make_field("budget", "number", en="Budget")
    known = make_person("Petra Muster", email="petra@velox.example.org", organisation="Velox GmbH", country="DE")
    head = "Name;E-Mail;Firma;Position;Schlagwörter;Notizen;WeChat;Budget"
    rows = ("Petra Muster;petra@velox.example.org;Velox GmbH;Leiterin;Optik;Messe;petra_m;12,5",
            "Petra Muster;petra@velox.example.org;Velox GmbH;;;;;")
    run = make_import(data=csv_file(*rows, head=head))
    with in_language("en"):
        views = row_views(run, db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)))
        assert [view.person.id for view in views] == [known.id] * 2
        assert [set(view.adds) for view in views] == [{"Job title", "WeChat", "Tags", "Notes", "Budget"}, set()]
