"""A lead as read in one language: formats and structure, and what stays as it was written."""

from datetime import date
from decimal import Decimal

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.db import Money, transaction
from outreach.leads import queries, services
from outreach.leads.queries import labels
from outreach.leads.services import PersonRole
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_rate
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.leads import make_lead, move

LANGUAGES = ("zh", "en", "de", "ko")


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


@pytest.fixture
def lead():
    """A lead with everything: a Chinese title, a Korean organisation and decision maker, a fair in Munich."""
    organisation = make_organisation("해솔옵틱스(주)", "KR")
    person = make_person(
        "한서윤", email="seoyun.han@haesol.example.org", organisation=organisation, job_title="대표이사", language="ko"
    )
    event = make_event()
    made = make_lead(
        "石墨烯散热膜量产线", owner=make_user("officer", name="周敏"), organisation=organisation, country="KR",
        industries=["graphene_heat_spreader", "fibre_laser"], investment=Money.of(180_000_000, "CNY"),
        plant_area_m2=Decimal(12000), land_mu=Decimal(18), floor_load_kn_m2=Decimal("15.5"), power_kva=Decimal(2500),
        next_step="确认来访日程", next_step_on=date(2027, 7, 1), next_step_language="zh", jobs=1200, trl=7,
        people=[PersonRole(person.id, "decision_maker", True)],
        sources=[{"kind": "event_contact", "ref_id": 1, "label": "한서윤", "event_id": event.id}],
        texts=[("summary", "zh", "一期年产六十万平方米"), ("meeting_note", "ko", "9월 방문 희망")])
    with transaction():
        services.translate_text(Actor.of(made.owner), made.texts[0], "ko", "연 60만 m²")
        services.translate_text(SYSTEM, made.texts[0], "de", "60 Mio.", machine=True)
        services.add_need(
            SYSTEM, made, category="energy", language="zh", text="双回路供电", answer="可提供", state="offered"
        )
    return made


def _facts(lead, lang: str) -> dict[str, queries.Fact]:
    found: dict[str, queries.Fact] = {}
    for fact in queries.dossier(lead, lang):
        found.setdefault(fact.field, fact)
    return found


@pytest.mark.parametrize(
    ("lang", "field", "value"),
    [
        ("zh", "next_step_on", "2027年7月1日 星期四"),
        ("en", "next_step_on", "Thu 1 Jul 2027"),
        ("de", "next_step_on", "Do., 01.07.2027"),
        ("ko", "next_step_on", "2027년 7월 1일 (목)"),
        ("zh", "country", "韩国"),
        ("en", "country", "South Korea"),
        ("de", "country", "Südkorea"),
        ("ko", "country", "대한민국"),
        ("zh", "jobs", "1,200"),
        ("en", "jobs", "1,200"),
        ("de", "jobs", "1.200"),
        ("ko", "jobs", "1,200"),
    ],
)
def test_dates_places_and_numbers_are_written_as_the_reader_writes_them(lead, lang, field, value):
    assert _facts(lead, lang)[field].value == value


@pytest.mark.parametrize(("lang", "main"), [
    ("zh", "1.8 亿元"), ("en", "CNY 180 million"), ("de", "180 Mio. CNY"), ("ko", "1억 8,000만 위안"),
])
def test_sums_are_written_as_the_readers_office_writes_them(lead, lang, main):
    fact = _facts(lead, lang)["investment"]
    assert fact.main == main
    assert fact.value.startswith(main)


def test_a_sum_is_converted_for_its_reader_with_the_day_of_the_rate(lead):
    make_rate("EUR", "8", date(2026, 6, 1))
    fact = _facts(lead, "de")["investment"]
    assert "22,5 Mio. EUR" in fact.second and "01.06.2026" in fact.second
    assert fact.second in fact.value
    assert _facts(lead, "zh")["investment"].second == ""


def test_without_a_rate_the_dossier_says_so_instead_of_guessing(lead):
    assert "KRW" in _facts(lead, "ko")["investment"].second or "원" in _facts(lead, "ko")["investment"].second


@pytest.mark.parametrize(("lang", "load"), [("zh", "15.5"), ("en", "15.5"), ("de", "15,5"), ("ko", "15.5")])
def test_quantities_keep_their_unit_and_mu_stand_beside_square_metres(lead, lang, load):
    facts = _facts(lead, lang)
    assert load in facts["floor_load_kn_m2"].value and "kN/m²" in facts["floor_load_kn_m2"].value
    assert "18" in facts["plant_area_m2"].second
    assert ("12.000" if lang == "de" else "12,000") in facts["land_mu"].second


def test_industries_and_stages_are_words_of_the_readers_language(lead):
    written = {lang: (_facts(lead, lang)["stage"].value, _facts(lead, lang)["industries"].value) for lang in LANGUAGES}
    assert len({stage for stage, _ in written.values()}) >= 3
    assert len({industries for _, industries in written.values()}) == 4
    assert "、" in written["zh"][1] and ", " in written["de"][1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_free_text_stays_in_its_language_and_is_marked_as_such(lead, lang):
    facts = _facts(lead, lang)
    for field, value in (
        ("title", "石墨烯散热膜量产线"),
        ("next_step", "确认来访日程"),
        ("summary", "一期年产六十万平方米"),
        ("need", "双回路供电"),
        ("need_answer", "可提供"),
    ):
        assert (facts[field].value, facts[field].original_language, facts[field].translation_status) == (
            value,
            "zh",
            "original",
        )
    assert (facts["meeting_note"].value, facts["meeting_note"].original_language) == ("9월 방문 희망", "ko")
    assert facts["stage"].original_language is None and facts["stage"].translation_status is None


@pytest.mark.parametrize(("lang", "text", "status"), [("ko", "연 60만 m²", "reviewed"), ("de", "60 Mio.", "machine")])
def test_a_translation_follows_its_original_with_its_status(lead, lang, text, status):
    rows = queries.dossier(lead, lang)
    place = next(spot for spot, fact in enumerate(rows) if fact.field == "summary")
    assert [(fact.value, fact.original_language, fact.translation_status) for fact in rows[place:place + 2]] == [
        ("一期年产六十万平方米", "zh", "original"), (text, "zh", status)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_there_is_no_translation_only_the_original_stands(lead, lang):
    assert [fact.translation_status for fact in queries.dossier(lead, lang) if fact.field == "summary"] == ["original"]


def test_a_translation_of_an_older_original_is_marked_as_stale(lead):
    from outreach.leads.services import TextValues

    with transaction():
        services.write_text(SYSTEM, lead, TextValues("summary", "zh", "一期年产八十万平方米"), lead.texts[0])
    assert [fact.translation_status for fact in queries.dossier(lead, "ko") if fact.field == "summary"] == [
        "original",
        "stale",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_legal_names_are_never_translated_and_people_keep_their_script(lead, lang):
    facts = _facts(lead, lang)
    assert (facts["organisation"].main, facts["organisation"].original_language) == ("해솔옵틱스(주)", "ko")
    assert facts["person.decision_maker"].value.startswith("한서윤")
    assert facts["owner"].value.startswith("周敏")
    assert (facts["owner"].value == "周敏") is (lang == "zh")
    assert (
        facts["person.decision_maker.job_title"].value,
        facts["person.decision_maker.job_title"].original_language,
    ) == ("대표이사", "ko")


def test_every_fact_has_a_label_and_a_value_in_each_language(lead):
    shapes = {
        lang: [
            fact.field
            for fact in queries.dossier(lead, lang)
            if fact.translation_status not in ("machine", "reviewed", "stale")
        ]
        for lang in LANGUAGES
    }
    assert shapes["zh"] == shapes["en"] == shapes["de"] == shapes["ko"]
    assert all(fact.label and fact.value for lang in LANGUAGES for fact in queries.dossier(lead, lang))


def test_no_code_reaches_the_reader(lead):
    move(lead, "paused", reason="x")
    codes = {
        "graphene_heat_spreader",
        "fibre_laser",
        "event_contact",
        "decision_maker",
        "energy",
        "offered",
        "paused",
        "summary",
    }
    for lang in LANGUAGES:
        for fact in queries.dossier(lead, lang):
            assert fact.value not in codes and fact.label not in codes, (lang, fact)


def test_the_reason_of_a_loss_is_told_in_the_language_of_who_gave_it(lead):
    german = make_user("officer", language="de")
    move(lead, "lost", actor=Actor.of(german), lost_reason="Budget gestrichen")
    fact = _facts(lead, "ko")["lost_reason"]
    assert (fact.value, fact.original_language) == ("Budget gestrichen", "de")
    assert "next_step" not in _facts(lead, "ko")


def test_the_source_event_is_named_with_its_day(lead):
    assert _facts(lead, "de")["source_event"].value == "LASER World of PHOTONICS 2027"
    assert _facts(lead, "de")["source_event"].original_language == "en"
    assert _facts(lead, "en")["source_event"].original_language is None


def test_the_sheet_holds_every_fact_once_with_translations_beside_their_originals(lead):
    for lang in LANGUAGES:
        sections = queries.dossier_sections(lead, lang)
        assert [section.code for section in sections] == ["facts", "texts", "needs", "people", "sources"]
        lines = [line for section in sections for line in section.lines]
        assert len(lines) + sum(line.translation is not None for line in lines) == len(queries.dossier(lead, lang))


@pytest.mark.parametrize(("name", "language"), [("周敏", "zh"), ("한서윤", "ko"), ("Björn Böhm", None), ("", None)])
def test_the_script_of_a_name_says_its_language(name, language):
    assert labels.script_language(name) == language
