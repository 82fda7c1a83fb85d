"""What answers the query is marked, in other letters too, and nothing that somebody typed becomes part of the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.search.marking import marked, spans

LINE = "Garam · minsu.kim@garam-tech.example.org · +82 10-5550-0142"


def _shown(text: str, query: str) -> str:
    return str(marked(text, query)).replace("<mark>", "[").replace("</mark>", "]")


@pytest.mark.parametrize(("text", "query", "shown"), [
    ("김민수", "minsoo kim", "[김민수]"), ("김민수", "minsu", "김[민수]"), ("김민수", "kim", "[김]민수"),
    ("🌟🌟", "🌟", "[🌟🌟]"),
    ("김민수", "민수", "김[민수]"), ("김민수", "김민수 부장님", "[김민수]"), ("王伟", "王伟先生", "[王伟]"),
    ("王伟", "王总", "[王]伟"), ("Anna Vogel", "Frau Dr. Vogel", "Anna [Vogel]"), ("Jens Müller", "J. Müller", "[J]ens [Müller]"),
    ("王伟", "wei", "王[伟]"), ("王伟", "wang w", "[王伟]"), ("陳大文", "陈大", "[陳大]文"),
    ("Jürgen Müller", "mueller", "Jürgen [Müller]"), ("Jürgen Müller", "mul", "Jürgen [Mül]ler"),
    ("Mueller", "müller", "[Mueller]"), ("Straße", "strasse", "[Straße]"), ("Siobhán O’Connor", "oconnor", "Siobhán [O’Connor]"),
    ("Min-Soo Kim", "minsoo", "[Min-Soo] Kim"), ("Minsoo Kim", "min soo", "[Minsoo] Kim"),
    ("Minsoo Kim", "김민수", "[Minsoo] [Kim]"), ("Garamjeonja", "가람전자", "[Garamjeonja]"),
    ("金民秀", "김민수", "[金民秀]"), ("김민수", "金民秀", "[김민수]"), ("三星電子(株)", "삼성전자", "[三星電子](株)"),
    ("金民秀", "김민지", "金民秀"), ("(주)가람전자", "garamjeonja", "(주)[가람전자]"), ("김민수", "kimminsu", "[김민수]"),
    ("민수", "kimminsu", "민수"),
    ("Velox Photonik GmbH", "velox pho", "[Velox] [Pho]tonik GmbH"), ("Velox Photonik", "photonik velo", "[Velo]x [Photonik]"),
    (LINE, "insu.k", "Garam · m[insu.k]im@garam-tech.example.org · +82 10-5550-0142"),
    (LINE, "nsuki", "Garam · mi[nsu.ki]m@garam-tech.example.org · +82 10-5550-0142"),
    (LINE, "010 5550", "Garam · minsu.kim@garam-tech.example.org · +82 [10-5550]-0142"),
    (LINE, "0142", "Garam · minsu.kim@garam-tech.example.org · +82 10-5550-[0142]"),
    ("Kim", "lee", "Kim"), ("", "kim", ""), ("Kim", "", "Kim"), ("W-2026-0012", "2026", "W-[2026]-0012"),
])
def test_what_answers_is_marked(text, query, shown):
    assert _shown(text, query) == shown


def test_a_name_with_signs_of_html_is_shown_as_it_is():
    assert str(marked("<b>Kim</b> & Co", "kim")) == "&lt;b&gt;<mark>Kim</mark>&lt;/b&gt; &amp; Co"
    assert str(marked("Kim", "<script>")) == "Kim"
    assert "<script" not in marked("<script>alert(1)</script>", "script alert")


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=30))
def test_marking_keeps_the_text(text, query):
    places = spans(text, query)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] < two[0] for one, two in zip(places, places[1:], strict=False))
    assert _unmarked(text, query) == text


def _unmarked(text: str, query: str) -> str:
    return marked(text, query).replace("<mark>", "").replace("</mark>", "").unescape() if "<mark>" not in text else text
