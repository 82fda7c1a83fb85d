"""The sample lead files: what each row yields is written down in truth.csv."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from outreach.contacts.services.reading import map_row, read_file

SAMPLES = Path(__file__).parents[2] / "samples"
SHAPES = {
    "messe-leads-de.csv": ("csv", "windows-1252", ";", 1, "de"),
    "kotra-leads-ko.csv": ("csv", "cp949", ",", 1, "ko"),
    "exhibition-leads-zh.csv": ("csv", "gb18030", ",", 1, "zh"),
    "fair-leads-scanner.csv": ("csv", "utf-8-sig", ",", 1, "en"),
    "outlook-utf16.csv": ("csv", "utf-16", "\t", 1, "en"),
    "exhibition-leads-zh.xlsx": ("workbook", None, None, 3, "zh"),
    "cards-mixed.vcf": ("vcard", "utf-8", None, 0, None),
}
# The other files name no country in their rows.
WITH_COUNTRY = {"messe-leads-de.csv", "kotra-leads-ko.csv", "fair-leads-scanner.csv"}
BROKEN = {("cards-mixed.vcf", 4)}


def truth() -> dict[str, dict[int, dict]]:
    rows = defaultdict(dict)
    with (SAMPLES / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["file"]][int(row["row"])] = row
    return rows


def read_sample(name: str, **choices):
    return read_file((SAMPLES / name).read_bytes(), name, **choices)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("language", [None, "zh", "en", "de", "ko"])
def test_a_sample_is_recognised_whatever_language_is_hinted(name, language):
    source = read_sample(name, language=language)
    kind, encoding, separator, header_rows, own_language = SHAPES[name]
    assert (source.kind, source.encoding, source.separator, source.header_rows) == (
        kind, encoding, separator, header_rows,
    )  # fmt: skip
    assert source.encoding_certain
    expected = own_language if own_language in ("zh", "ko", "de") else language or own_language
    assert source.language == expected


@pytest.mark.parametrize("name", SHAPES)
def test_every_row_of_a_sample_yields_the_name_mail_and_country_of_the_truth_table(name):
    source = read_sample(name)
    expected = truth()[name]
    good = [row.number for row in source.rows if (name, row.number) not in BROKEN]
    assert good == sorted(expected)
    for row in source.rows:
        if (name, row.number) in BROKEN:
            continue
        mapped, wanted = map_row(row, source.columns, country=None, language=None), expected[row.number]
        assert (mapped.number, mapped.error, mapped.warnings) == (row.number, None, [])
        assert mapped.full_name == wanted["name_as_written"]
        assert mapped.emails == ([wanted["email"]] if wanted["email"] else [])
        assert mapped.country == (wanted["country"] if name in WITH_COUNTRY else None)
        assert map_row(row, source.columns, country=wanted["country"], language=None).country == wanted["country"]
        assert mapped.organisation or source.kind == "vcard"


@pytest.mark.parametrize("name", SHAPES)
def test_the_last_digits_of_every_phone_survive(name):
    source = read_sample(name)
    for row in source.rows:
        wanted = truth()[name].get(row.number, {}).get("phone_e164")
        if wanted:
            mapped = map_row(row, source.columns, country=None, language=None)
            digits = "".join(c for c in mapped.phones[0][1] if c.isdigit())
            assert digits.endswith(wanted[-9:])


def test_the_unreadable_card_is_set_aside_with_its_text_and_costs_nobody_else():
    rows = read_sample("cards-mixed.vcf").rows
    assert [row.number for row in rows if row.error] == [4]
    assert rows[3].error == ("broken_card", {"line": "FN;ENCODING=BASE64:@@@not base64@@@"})
    assert rows[3].text.startswith("BEGIN:VCARD") and "@@@not base64@@@" in rows[3].text


def test_details_of_the_samples_arrive_where_they_belong():
    german = read_sample("messe-leads-de.csv")
    first = map_row(german.rows[0], german.columns, country=None, language="de")
    assert (first.gender, first.job_title, first.phones) == (
        "f", "Leiter Entwicklung; F&E", [("work", "+49 (0)30 23125-000")],
    )  # fmt: skip
    assert first.notes == "Interesse an Graphenbeschichtung – Rückruf bis 11.07.2027"
    chinese = read_sample("exhibition-leads-zh.csv")
    assert map_row(chinese.rows[0], chinese.columns, country=None, language=None).handles == [("wechat", "wx_p003")]
    scanner = read_sample("fair-leads-scanner.csv")
    ratings = [map_row(row, scanner.columns, country=None, language=None).rating for row in scanner.rows[:3]]
    assert ratings == ["A", "B", "C"]
    book = read_sample("exhibition-leads-zh.xlsx")
    assert book.sheet == "签到"
    assert map_row(book.rows[0], book.columns, country=None, language=None).met_on.isoformat() == "2027-06-24"
