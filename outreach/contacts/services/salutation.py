"""How a letter to a person opens: by language, title, position and known gender, or neutral. Nothing is guessed.

Chinese and Korean offices address by position (王总, 김민수 부장님), German and English ones by gender and title. A gender
that nobody told gives the neutral opening; a family name that cannot be told from the given one stays in the full name.
"""

import re
from dataclasses import dataclass

from outreach.contacts.models import Person
from outreach.identity import ParsedName, parse_name, romanised
from outreach.identity.names import chinese, korean
from outreach.identity.names.latin import letters, western_given_names
from outreach.identity.names.titles import NOBILITY, PARTICLES

#: What a job title says, what stands behind a Chinese family name, and what stands before 님. The first that fits holds;
#: a Latin title must be the whole entry. None: no such position is used to address somebody in that language.
_POSITIONS: tuple[tuple[str, str | None, str | None], ...] = (
    ("副董事长", "董", "부동사장"), ("董事长", "董", "동사장"), ("副总经理|副总裁", "总", "부총경리"),
    ("总经理|总裁|首席执行官|行政总裁", "总", "총경리"), ("总工程师|总工", "总工", None), ("工程师", "工", None),
    ("总监", "总监", None), ("副?秘书长", "秘书长", "비서장"), ("副?书记", "书记", "서기"), ("副?市长", "市长", "시장"),
    ("副?区长", "区长", "구청장"), ("副?局长", "局长", "국장"), ("副?处长", "处长", "처장"), ("副?科长", "科长", "과장"),
    ("副?部长", "部长", "부장"), ("副?主任", "主任", "주임"), ("副?院长", "院长", "원장"), ("副?所长", "所长", "소장"),
    ("副?校长", "校长", "총장"), ("副?会长", "会长", "회장"), ("副?社长", "社长", "사장"), ("副?教授", "教授", "교수"),
    ("研究员", "研究员", "연구원"), ("副?经理", "经理", None), ("老师|讲师", "老师", "선생"), ("부회장", "副会长", "부회장"),
    ("회장", "会长", "회장"), ("부사장", "副社长", "부사장"), ("부대표", "副代表", "부대표"), ("대표", "代表", "대표"),
    ("사장", "社长", "사장"), ("전무", "专务", "전무"), ("상무", "常务", "상무"), ("본부장", "本部长", "본부장"),
    ("센터장", "中心主任", "센터장"), ("실장", "室长", "실장"), ("팀장", "组长", "팀장"), ("원장", "院长", "원장"),
    ("소장", "所长", "소장"), ("이사", "理事", "이사"), ("부장", "部长", "부장"), ("차장", "次长", "차장"),
    ("과장", "科长", "과장"), ("대리", "代理", "대리"), ("교수", "教授", "교수"), ("국장", "局长", "국장"),
    ("처장", "处长", "처장"), ("수석", "首席", "수석"), ("책임", None, "책임"), ("선임", None, "선임"),
    ("연구원", "研究员", "연구원"), ("주임", "主任", "주임"),
    ("CEO|Chief Executive Officer|General Manager|Managing Director|Geschäftsführer(in)?", "总", "대표"),
    ("Professor(in)?", "教授", "교수"),
)
#: Whoever works for somebody of a position does not have it: 总经理助理 is no 总经理.
_ASSISTANTS = re.compile("助理|秘书(?!长)|비서(?!장)|보좌|assistant|assistenz", re.IGNORECASE)
_PROFESSOR = re.compile(r"\bprof(?:essor(?:in)?)?\b\.?|教授|교수", re.IGNORECASE)
_DOCTOR = re.compile(r"\bdr\b\.?|\bdoctor\b|\bph\.?\s?d\b|博士|박사", re.IGNORECASE)
_KNIGHT = re.compile(r"^(sir|dame)\b", re.IGNORECASE)
#: What stands behind a comma and is no given name.
_SUFFIXES = frozenset(("jr", "sr", "jun", "sen", "ii", "iii", "iv"))
#: What stands behind the opening.
_MARKS = {"zh": "：", "en": ",", "de": ",", "ko": ","}


@dataclass(frozen=True)
class Addressee:
    """Whom a letter greets. `name` is as given, `writings` are (text, script, language); gender is 'f', 'm' or None."""

    name: str
    writings: tuple[tuple[str, str, str | None], ...] = ()
    family: str | None = None
    given: str | None = None
    script: str = "latin"
    titles: str = ""
    gender: str | None = None
    job_title: str = ""
    language: str | None = None
    country: str | None = None

    @property
    def korean(self) -> bool:
        """True for whoever has a Korean name, by language, script or country."""
        scripts = {self.script, *(script for _text, script, _language in self.writings)}
        return self.language == "ko" or "hangul" in scripts and self.language is None or \
            self.country == "KR" and self.language in (None, "ko") and scripts & {"han", "hangul"} != set()


@dataclass(frozen=True)
class _Name:
    """A writing in the script that the letter wants, as far as its parts are told."""

    full: str
    family: str | None
    given: str | None
    script: str


def greeting_of(person: Person, language: str | None = None, computed: bool = False) -> str:
    """The opening of a letter to a stored person, without the mark behind it.

    What somebody wrote by hand holds for the person's own language; `computed` leaves it out.
    """
    chosen = language or person.language or "en"
    if person.salutation and not computed and chosen == (person.language or chosen):
        return person.salutation
    return greeting(addressee_of(person), chosen)


def opening(language: str, person: Person | None, name: str) -> str:
    """The first line of a mail with its mark: to a stored person, else to whoever only gave a name."""
    if person is not None:
        return greeting_of(person, language).rstrip(" ,，:：") + _MARKS[language]
    parsed = parse_name(name, language)
    who = Addressee(name, ((name, parsed.script, None),), parsed.family, parsed.given, parsed.script)
    return greeting(who, language) + _MARKS[language]


def addressee_of(person: Person) -> Addressee:
    """What is stored of a person that a greeting needs."""
    current = person.affiliation
    return Addressee(
        person.full_name, tuple((item.text, item.script, item.language) for item in person.names), person.family_name,
        person.given_name, person.script, person.titles or "", person.gender, (current.job_title if current else "") or "",
        person.language, person.country)


def greeting(who: Addressee, language: str) -> str:
    """The opening of a letter in one of our four languages, without the mark behind it."""
    return {"zh": _chinese, "ko": _korean, "de": _german, "en": _english}[language](who)


def form_of_address(who: Addressee, language: str) -> str:
    """How the person is called in Chinese or Korean: 王总, 김민수 부장님; in other languages the full name."""
    if language == "zh":
        return _chinese_address(who)
    return _korean_address(who) if language == "ko" else _written(who, language).full


def _chinese(who: Addressee) -> str:
    return f"尊敬的{_chinese_address(who)}"


def _chinese_address(who: Addressee) -> str:
    name = _written(who, "zh")
    position = _position(who.job_title, 1) or (
        "教授" if _PROFESSOR.search(who.titles) else "博士" if _DOCTOR.search(who.titles) else None)
    # A Korean is called by the whole name: half of all Koreans share three family names.
    short = name.full if who.korean or name.script == "hangul" else name.family
    if position and short:
        return f"{short}{position}"
    if position:
        return f"{name.full}{position}"
    if who.gender and short:
        return f"{short}{'女士' if who.gender == 'f' else '先生'}"
    return name.full


def _korean(who: Addressee) -> str:
    return f"{_korean_address(who)}께"


def _korean_address(who: Addressee) -> str:
    name = _written(who, "ko")
    position = _position(who.job_title, 2) or (
        "교수" if _PROFESSOR.search(who.titles) else "박사" if _DOCTOR.search(who.titles) else None)
    return f"{name.full} {position}님" if position else f"{name.full} 님"


def _german(who: Addressee) -> str:
    name = _written(who, "de")
    title = _latin_title(who.titles, "Prof.", "Dr.", both=True)
    if who.gender and name.family:
        return f"Sehr geehrte Frau {title}{name.family}" if who.gender == "f" else f"Sehr geehrter Herr {title}{name.family}"
    return f"Guten Tag {'' if title.strip() in name.full else title}{name.full}"


def _english(who: Addressee) -> str:
    name = _written(who, "en")
    knight = _KNIGHT.search(who.titles)
    if knight and name.given:
        return f"Dear {knight.group().title()} {name.given}"
    title = _latin_title(who.titles, "Professor", "Dr", both=False) or {"f": "Ms ", "m": "Mr "}.get(who.gender or "", "")
    if title and name.family:
        return f"Dear {title}{name.family}"
    if title.strip() in ("Professor", "Dr") and not name.full.startswith(("Prof", "Dr")):
        return f"Dear {title}{name.full}"
    return f"Dear {name.full}"


def _latin_title(titles: str, professor: str, doctor: str, both: bool) -> str:
    """The academic title with a space behind it; in German a professor keeps the doctor."""
    found = [word for word, pattern in ((professor, _PROFESSOR), (doctor, _DOCTOR)) if pattern.search(titles)]
    return "".join(f"{word} " for word in (found if both else found[:1]))


def _position(job_title: str, column: int) -> str | None:
    """The position by which somebody is addressed, of the first entry of a job title such as '总经理 / 创始人'."""
    for part in re.split(r"[/,，、;；|·(（]", job_title):
        part = part.strip()
        if not part or _ASSISTANTS.search(part):
            continue
        for row in _POSITIONS:
            native = not row[0][0].isascii()
            found = re.search(f"(?:{row[0]})(?:이사|님)?$" if native else f"^(?:{row[0]})$", part, 0 if native else re.IGNORECASE)
            if found:
                return row[column]
    return None


def _written(who: Addressee, language: str) -> _Name:
    """The writing that a letter in `language` uses, with its parts as far as they are told.

    Chinese letters take Han, Korean ones Hangul, the others Latin letters: told for the language first, then the name as
    given, then any, then our own romanisation, and the name as given where there is none.
    """
    script = {"zh": "han", "ko": "hangul"}.get(language, "latin")
    fitting = [(text, told) for text, own, told in who.writings if own == script and text != who.name]
    exact = next((text for text, told in fitting if told == language), None)
    if who.script == script and not exact or not fitting and not (script == "latin" and romanised(who.name)):
        return _of_name(who)
    text = exact or (fitting[0][0] if fitting else romanised(who.name))
    parsed = parse_name(text, who.language)
    family, given = parsed.family, parsed.given
    if who.family and who.script != "latin" and parsed.script == "latin":
        family, given = _family_by_sound(text, who) or (family, given)
    return _Name(_as_spoken(text, parsed, who.language), family, given, parsed.script)


def _of_name(who: Addressee) -> _Name:
    """The name as given; one word is taken for a family name only where somebody said so."""
    parsed = parse_name(who.name, who.language, who.family, who.given)
    single = who.family == who.name and not who.given and who.script == "latin"
    return _Name(_as_spoken(who.name, parse_name(who.name), who.language), None if single else who.family, who.given,
                 parsed.script)


def _family_by_sound(text: str, who: Addressee) -> tuple[str, str] | None:
    """The parts of a Latin writing by the family name that the native one tells; None where both ends could be it."""
    words = text.replace(",", " ").split()
    if len(words) < 2:
        return None
    if who.script == "han" and not who.korean:
        spelled = [letters(word) == chinese.family_pinyin(who.family) for word in (words[0], words[-1])]
    else:
        spelled = [who.family in korean.families_of_latin(letters(word)) for word in (words[0], words[-1])]
    if spelled[0] == spelled[1]:
        return None
    return (words[0], " ".join(words[1:])) if spelled[0] else (words[-1], " ".join(words[:-1]))


def _as_spoken(text: str, parsed: ParsedName, language: str | None) -> str:
    """The name without the titles that were typed with it, and without the comma of lists: Vogel, Lena is Lena Vogel.

    What stands behind a whole name and a comma is a department or a degree; a second family name needs a known given name.
    """
    behind = text.partition(",")[2].split()
    family, given = parsed.family or "", parsed.given or ""
    if behind and given and text.partition(",")[0].split()[-len(family.split()):] == family.split():
        own = [word for word in family.split() if letters(word) not in PARTICLES | NOBILITY]
        if letters(given.split()[0]) not in _SUFFIXES and (len(own) < 2 or letters(given.split()[0]) in western_given_names()):
            return f"{family} {given}" if language in ("zh", "ko") else f"{given} {family}"
    kept = " ".join(word for word in text.split() if word.rstrip(",") not in parsed.titles)
    return kept.rstrip(",") or text
