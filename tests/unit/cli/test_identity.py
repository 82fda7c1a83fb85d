"""`flask identity`: pairs in, verdicts out, and the measure on labelled pairs."""

import json

import pytest

LABELLED = """slice,schema,name1,name2,is_match
korean:hangul-latin,Person,김가람,Kim Garam,true
korean:hangul-latin,Person,김가람,Park Minho,false
korean:hangul-latin,Person,김가람,Unlike Anybody,true
firms:latin,Company,Norvia Ltd,NORVIA LIMITED,true
firms:latin,Company,Norvia Fund I LP,Norvia Fund II LP,false
"""


def _score(runner, *lines, language="en"):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    result = runner.invoke(args=["identity", "score", "--language", language], input=text + "\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_pair_has_one_answer_in_its_place(runner):
    answers = _score(
        runner,
        {"schema": "Person", "a": "김민수", "b": "Kim Min-su"},
        {"schema": "Company", "a": "Norvia Ltd", "b": {"name": "Norvia GmbH", "country": "DE"}},
        {"schema": "Person", "a": {"name": "Bob Smith", "email": "r.smith@firm.example.org"},
         "b": {"names": ["Robert Smith"], "emails": ["R.Smith@Firm.example.org"]}},
    )
    assert [answer["verdict"] for answer in answers] == ["doubtful", "different", "same"]
    assert [answer["name_match"] for answer in answers] == [True, False, True]
    for answer in answers:
        assert set(answer) == {"score", "verdict", "name_score", "name_match", "reasons"}
        assert 0 <= answer["score"] <= 1 and 0 <= answer["name_score"] <= 1
        assert all(set(reason) == {"code", "sign", "text"} and reason["text"] for reason in answer["reasons"])


def test_a_broken_line_answers_in_its_place_and_stops_nothing(runner):
    good = {"schema": "Person", "a": "李雷", "b": "Li Lei"}
    answers = _score(
        runner, good, "{", "", "[1]", {"schema": "Person", "a": "x"}, {"schema": "Ship", "a": "x", "b": "y"},
        {"schema": "Person", "a": 7, "b": "y"}, {"schema": "Person", "a": {}, "b": "y"}, "[" * 5000, good)
    codes = [answer["error"]["code"] if "error" in answer else answer["verdict"] for answer in answers]
    assert codes == ["doubtful", "line_broken", "line_broken", "line_kind", "side_missing", "schema_unknown", "record_kind",
                     "nothing_to_compare", "line_broken", "doubtful"]


@pytest.mark.parametrize("schema", ["Person", "Company"])
@pytest.mark.parametrize("name", [{"x": 1}, 5, 1.5, True, [7], [{"en": []}], {"en": ["Li Lei"]}, [["Li Lei"]]])
def test_a_name_that_is_no_text_is_told_and_not_compared(runner, schema, name):
    good = {"schema": schema, "a": "李雷", "b": {"name": {"zh": "李雷", "en": None}, "names": ["Li Lei"]}}
    answers = _score(runner, good, {"schema": schema, "a": {"name": name, "email": "a@example.org"}, "b": "Li Lei"},
                     {"schema": schema, "a": "Li Lei", "b": {"names": name}}, good, language="de")
    assert [answer["error"]["code"] if "error" in answer else "compared" for answer in answers] == [
        "compared", "name_kind", "name_kind", "compared"]
    assert answers[1]["error"]["message"] == "Ein Name ist ein Text, eine Liste von Texten oder je Sprache ein Text"


def test_parts_of_a_name_and_the_firm_of_a_person_are_texts_too(runner):
    answers = _score(runner, *({"schema": "Person", "a": one, "b": "Li Lei"} for one in (
        {"given": 5, "family": "Li"}, {"name": "Li Lei", "organisation": {"name": 7}}, {"name": "Li Lei", "company": 7},
        {"name": "", "email": "a@example.org"})))
    assert [answer.get("error", {}).get("code") for answer in answers] == ["name_kind", "name_kind", "name_kind", None]


@pytest.mark.parametrize(("language", "part"), [
    ("en", "Different countries: South Korea, Germany"), ("de", "Südkorea"), ("zh", "韩国"), ("ko", "대한민국")])
def test_reasons_are_in_the_language_asked_for(runner, language, part):
    pair = {"schema": "Person", "a": {"name": "김민수", "country": "KR"}, "b": {"name": "Kim Min-su", "country": "DE"}}
    [answer] = _score(runner, pair, language=language)
    assert part in " ".join(reason["text"] for reason in answer["reasons"])


def test_hard_text_comes_back_as_valid_json(runner):
    name = "=HYPERLINK(1)\u202e\0🎉\ud800" + "x" * 300
    [answer] = _score(runner, json.dumps({"schema": "Person", "a": name, "b": name}))
    assert answer["verdict"] in ("doubtful", "different")


def test_the_benchmark_counts_per_slice_and_group(runner, tmp_path):
    file = tmp_path / "pairs.csv"
    file.write_text(LABELLED, encoding="utf-8")
    result = runner.invoke(args=["identity", "benchmark", str(file), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["pairs"] == 5 and found["pairs_per_second"] > 0
    assert found["slices"]["korean:hangul-latin"] == {
        "n": 3, "precision": 1.0, "recall": 0.5, "f1": 0.6667, "tp": 1, "fp": 0, "fn": 1, "tn": 1}
    assert found["slices"]["firms:latin"]["f1"] == 1.0
    assert found["groups"]["all"]["n"] == 5


def test_the_benchmark_prints_a_table_and_the_misses(runner, tmp_path):
    file = tmp_path / "pairs.csv"
    file.write_text(LABELLED, encoding="utf-8")
    table = runner.invoke(args=["identity", "benchmark", str(file)]).stdout
    assert "korean:hangul-latin" in table and "pairs per second" in table
    misses = runner.invoke(args=["identity", "benchmark", str(file), "--misses", "korean:hangul-latin"]).stdout
    assert "missed" in misses and "Unlike Anybody" in misses and "1 misses" in misses
    unknown = runner.invoke(args=["identity", "benchmark", str(file), "--misses", "x"])
    assert unknown.exit_code == 1 and "no slice" in unknown.output


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "slice,schema,name1,name2,is_match\nx,Person,a,b,perhaps\n"])
def test_a_file_of_another_kind_is_refused(runner, tmp_path, text):
    file = tmp_path / "pairs.csv"
    file.write_text(text, encoding="utf-8")
    result = runner.invoke(args=["identity", "benchmark", str(file)])
    assert result.exit_code == 1 and "columns or labels" in result.output
