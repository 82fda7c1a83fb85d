"""People of four countries for benchmarks: invented, seeded, and written to the database in bulk.

The same number gives the same person. Family names are as unevenly spread as in life, because that is what makes
search and matching hard: every fifth Korean is a Kim.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import Mapper

#: Share of each country.
SHARES = {"CN": 35, "KR": 25, "DE": 20, "GB": 20}
CHINESE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤")
HAN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文波斌宇浩凯健俊帆雪鹏飞晨阳佳欣怡"
    "子轩梓涵思琪雨泽嘉豪一诺博航志远天翔瑞")
KOREAN = ("김" * 21 + "이" * 15 + "박" * 8 + "최" * 5 + "정" * 5 +
          "강강조조윤윤장장임임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민")
HANGUL = "민서지현준수영진우희경은성재윤하예도연주호원태승혜유나선미정시아동상훈기철석인규빈찬채린가람별솔"
GERMAN = (  # noqa: SIM905
    "Anna Jürgen Sabine Wolfgang Käthe Bernd Uwe Heike Jörg Birgit Dieter Imke Lars Maren Günther Petra Ralf Silke Björn "
    "Antje Holger Ute Stefan Kerstin Matthias Claudia Thomas Monika Felix Änne Rüdiger Friederike").split()
BRITISH = (  # noqa: SIM905
    "Oliver Amelia George Isla Harry Ava Noah Emily Jack Sophie Leo Grace Arthur Freya Oscar Ivy Archie Florence Henry "
    "Willow Theo Rosie Alfie Daisy Siobhan Callum Fiona Gareth Rhys Moira Duncan Elspeth").split()
GERMAN_ENDS = [head + tail for head in ("Müll", "Schmid", "Berg", "Stein", "Böhm", "Grün", "Hof", "Kais", "Lind", "Neu", "Roth",
                                        "Schön", "Wald", "Weiß", "Zieg", "Bach", "Köhl", "Krüg", "Schäf", "Vog")
               for tail in ("er", "mann", "ert", "bauer", "hausen", "el", "inger", "brecht")]
BRITISH_ENDS = [head + tail for head in ("Ash", "Brad", "Clif", "Hart", "Har", "Lang", "Mar", "Nor", "Pem", "Rad", "Shel", "Stan",
                                         "Thorn", "Whit", "Wood", "Win", "Black", "Cold", "Dun", "El")
                for tail in ("ley", "ton", "ford", "well", "worth", "field", "by", "ridge")]
STEMS = [head + tail for head in ("Vel", "Lum", "Quar", "Nor", "Sol", "Kry", "Tal", "Mir", "Ost", "Fen", "Gal", "Hel", "Ion", "Jun",
                                  "Kor", "Lyr", "Mag", "Neb", "Opt", "Pul")
         for tail in ("ox", "ara", "ent", "ika", "ium", "onis", "avo", "elle", "uno", "yx", "arc", "eon")]
BRANCHES = {"DE": ("Photonik", "Anlagenbau", "Messtechnik", "Maschinenbau", "Robotik", "Werkstoffe"),
            "GB": ("Photonics", "Instruments", "Robotics", "Materials", "Biotech", "Systems"),
            "CN": ("光电", "机器人", "新材料", "半导体", "精密仪器", "生物"),
            "KR": ("전자", "정밀", "바이오", "소재", "로봇", "광학")}
FORMS = {"DE": "{} {} GmbH", "GB": "{} {} Ltd", "CN": "无锡{}{}科技有限公司", "KR": "(주){}{}"}
DOMAINS = {"DE": "firma.example.de", "GB": "mail.example.org", "CN": "mail.example.cn", "KR": "hub.example.kr"}
PREFIXES = {"DE": "+49171", "GB": "+447400", "CN": "+86139", "KR": "+8210"}
DIGITS = {"DE": 7, "GB": 6, "CN": 8, "KR": 8}
#: Of people with a native name, one in this many is stored in Latin letters alone.
LATIN_ONLY = 12
FIRMS = 16_000
#: People who are written at once.
BATCH = 5000


@dataclass(frozen=True)
class Made:
    """One invented person."""

    id: int
    country: str
    name: str
    latin: str
    email: str
    mobile: str
    firm: int


def firms() -> Iterator[tuple[int, str, str]]:
    """(id, country, name) of every organisation."""
    for number in range(1, FIRMS + 1):
        chance = random.Random(f"firm {number}")
        country = chance.choices(list(SHARES), SHARES.values())[0]
        stem = chance.choice(STEMS) + (chance.choice(STEMS).lower() if chance.random() < 0.7 else "")
        if country in ("CN", "KR"):
            stem = "".join(chance.choices(HAN if country == "CN" else HANGUL, k=3))
        yield number, country, FORMS[country].format(stem, chance.choice(BRANCHES[country]))


def make(number: int, native: bool = False) -> Made:
    """The person of this number; with `native` also those under their native name who are stored in Latin letters."""
    from outreach.identity import romanised
    from outreach.identity.tokens import squeezed

    chance = random.Random(number)
    country = chance.choices(list(SHARES), SHARES.values())[0]
    if country in ("CN", "KR"):
        families, signs = (CHINESE, HAN) if country == "CN" else (KOREAN, HANGUL)
        # The first of the list are the most frequent.
        family = families[int(len(families) * chance.random() ** (2 if country == "CN" else 1))]
        name = family + "".join(chance.choices(signs, k=1 if chance.random() < 0.08 else 2))
        latin = romanised(name) or name
        words = latin.lower().replace("-", "").split()
        name = latin if number % LATIN_ONLY == 0 and not native else name
    else:
        given, ends = (GERMAN, GERMAN_ENDS) if country == "DE" else (BRITISH, BRITISH_ENDS)
        name = latin = f"{chance.choice(given)} {ends[int(len(ends) * chance.random() ** 1.5)]}"
        words = name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})).split()
    local = ".".join(map(squeezed, words)) + str(chance.randrange(1000))
    mobile = PREFIXES[country] + str(chance.randrange(10 ** DIGITS[country])).zfill(DIGITS[country])
    return Made(number, country, name, latin, f"{local}@{DOMAINS[country]}", mobile, chance.randrange(FIRMS) + 1)


def fill(count: int) -> None:
    """Write firms and people with names, channels, affiliations and blocking keys; the search index is not touched.

    People who are there already stay: a run that was interrupted goes on, and a larger one adds to a smaller.
    """
    from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel, PersonKey, PersonName
    from outreach.contacts.services.imports.preparing import workers
    from outreach.db import db
    from outreach.identity import parse_organisation, sort_key

    known = db.session.scalar(select(func.max(Person.id))) or 0
    db.session.rollback()
    if known >= count:
        return
    if not known:
        write({Organisation: [{"id": number, "name": name, "key": parse_organisation(name).key[:300], "country": country,
                               "sort_key": sort_key(name)} for number, country, name in firms()]})
    calls = ((number, min(number + BATCH, count + 1)) for number in range(known + 1, count + 1, BATCH))
    with workers(count - known) as each:
        for rows in each(rows_of, calls):
            write(dict(zip((Person, PersonName, PersonChannel, Affiliation, PersonKey), rows, strict=True)))
    analyse()


def rows_of(first: int, end: int) -> tuple[list[dict], ...]:
    """What stands in the tables about people from one number up to another."""
    made = [make(number) for number in range(first, end)]
    return ([_person(one) for one in made],
            [{"person_id": one.id, "text": one.name, "script": _script(one)} for one in made],
            [{"person_id": one.id, "kind": kind, "value": value, "raw": value} for one in made
             for kind, value in (("email", one.email), ("mobile", one.mobile))],
            [{"person_id": one.id, "organisation_id": one.firm} for one in made],
            [{"person_id": one.id, "key": key[:340]} for one in made for key in sorted(keys_of(one))])


def keys_of(one: Made) -> frozenset[str]:
    """The blocking keys of a person."""
    from outreach.identity import PersonEvidence, person_keys

    return person_keys(PersonEvidence((one.name,), (one.email,), (one.mobile,), None, None, one.country, (), (), (one.mobile,)))


def _person(one: Made) -> dict:
    from outreach.identity import sort_key

    return {"id": one.id, "full_name": one.name, "script": _script(one), "country": one.country, "sort_key": sort_key(one.name)}


def _script(one: Made) -> str:
    return "latin" if one.name.isascii() or one.country in ("DE", "GB") else "han" if one.country == "CN" else "hangul"


def write(tables: dict[type, list[dict]]) -> None:
    """Insert the rows of these models with the models' defaults, together, by COPY on PostgreSQL."""
    from outreach.db import db

    with db.engine.begin() as connection:
        for model, rows in tables.items():
            _insert(connection, model, rows, _defaults(model.__mapper__))


def _insert(connection: Connection, model: type, rows: list[dict], defaults: dict) -> None:
    rows = [{**defaults, **row} for row in rows]
    if connection.dialect.name == "sqlite":
        connection.execute(insert(model.__table__), rows)
        return
    names = list(rows[0])
    columns = ", ".join(names)
    with connection.connection.cursor().copy(f"COPY {model.__tablename__} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _defaults(mapper: Mapper) -> dict:
    """What the models would give the columns that a row leaves out."""
    return {column.name: column.default.arg(None) if column.default.is_callable else column.default.arg
            for column in mapper.local_table.columns if column.default is not None}


def analyse() -> None:
    """Let the engine count what its tables hold, and set PostgreSQL's counters."""
    from outreach.contacts.models import Organisation, Person
    from outreach.db import db

    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
        if connection.dialect.name == "postgresql":
            for model in (Person, Organisation):
                highest = connection.execute(select(db.func.max(model.id))).scalar() or 1
                connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{model.__tablename__}', 'id'), {highest})")
