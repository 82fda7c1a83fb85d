"""Invented people of four countries for benchmarks: names of common and of rare parts, firms with domains of their own."""

import random
from collections.abc import Iterator

from pypinyin import lazy_pinyin

_ZH_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏"
    "吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万"
)
_ZH_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲华建国志红玉兰英梅春海云飞雪峰晨宇浩思佳慧"
    "欣怡子涵梓轩雨泽博瑞嘉乐天宁安琪昊然一诺凯翔鹏程立新永康"
)
_KO_FAMILY = dict(zip(
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백",
    (21, 15, 8, 5, 5, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), strict=True))
_KO_LATIN = dict(zip(
    _KO_FAMILY,
    ("Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong Jeon Ko Moon Yang Son "
     "Bae Baek").split(),
    strict=True))
_KO_GIVEN = dict(zip(
    "민수지현영진우서연하은준호성미경희철동혜윤재태원아정상",
    "min su ji hyun young jin woo seo yeon ha eun jun ho sung mi kyung hee chul dong hye yun jae tae won ah jung sang".split(),
    strict=True))
_LATIN = (
    "bren dolf gart hulm jask kriv lomb mirt nusk parv quon rast silk torv vemp wund zilt fosk crem ytte berg mann "
    "stein hoff wald bach feld hart land mar ten ner sch üm ör äl ison ford ley ham ton wick").split()
_DE_GIVEN = (
    "Jürgen Petra Björn Anneliese Uwe Jana Klaus Sabine Thomas Ingrid Wolfgang Monika Stefan Ursula Jens Heike "
    "Dieter Karin Matthias Birgit Torsten Anke Ulrich Silke Holger Katrin Gerd Doris Lars Elke").split()
_EN_GIVEN = (
    "James Sarah Oliver Emma Jack Emily Harry Olivia George Sophie Charlie Grace Thomas Lucy William Ella Henry Mia "
    "Edward Chloe Daniel Amelia Joseph Hannah Samuel Isla David Freya Robert Alice").split()
_ZH_FIRM = (
    "光电精密激光智能材料仪器半导体新能源生物医疗机器人传感技术"
)
_KINDS = (("zh", .35), ("ko", .25), ("de", .2), ("en", .2))
HEADINGS = ("Name", "Name (Latin)", "E-Mail", "Company", "City", "Mobile", "Country")


def people(count: int, seed: int = 7, first: int = 0) -> Iterator[list[str]]:
    """Rows of HEADINGS; `first` numbers the addresses, so that two calls share none."""
    dice = random.Random(seed)
    firms = [_firm(dice, kind, number) for kind, share in _KINDS for number in range(max(4, int(count * share / 12)))]
    by_kind = {kind: [firm for firm in firms if firm[0] == kind] for kind, _share in _KINDS}
    for number in range(first, first + count):
        kind = dice.choices([kind for kind, _share in _KINDS], [share for _kind, share in _KINDS])[0]
        name, latin = _NAMES[kind](dice)
        _kind, firm, domain, city, country, code = dice.choice(by_kind[kind])
        mail = ".".join(latin.lower().split()) + f"{number}@{domain}"
        yield [name, latin, mail.encode("ascii", "ignore").decode(), firm, city, _mobile(dice, code), country]


def other_writing(row: list[str], dice: random.Random) -> list[str]:
    """The same person as another list writes them: Latin letters alone, no number, sometimes another address."""
    name, latin, mail, firm, city, _mobile, country = row
    return [latin or name, "", mail if dice.random() < .7 else "", firm, city, "", country]


def _chinese(dice: random.Random) -> tuple[str, str]:
    family = dice.choice(_ZH_FAMILY[:30] if dice.random() < .6 else _ZH_FAMILY)
    given = "".join(dice.choice(_ZH_GIVEN) for _sign in range(dice.choice((1, 2, 2))))
    return family + given, f"{''.join(lazy_pinyin(family)).capitalize()} {''.join(lazy_pinyin(given)).capitalize()}"


def _korean(dice: random.Random) -> tuple[str, str]:
    family = dice.choices(list(_KO_FAMILY), list(_KO_FAMILY.values()))[0]
    given = dice.sample(list(_KO_GIVEN), 2)
    return family + "".join(given), f"{_KO_LATIN[family]} {'-'.join(_KO_GIVEN[sign] for sign in given).capitalize()}"


def _western(given: list[str]):
    def name(dice: random.Random) -> tuple[str, str]:
        full = f"{dice.choice(given)} {''.join(dice.sample(_LATIN, 2)).capitalize()}"
        return full, full.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    return name


_NAMES = {"zh": _chinese, "ko": _korean, "de": _western(_DE_GIVEN), "en": _western(_EN_GIVEN)}


def _firm(dice: random.Random, kind: str, number: int) -> tuple[str, str, str, str, str, str]:
    word = "".join(dice.sample(_LATIN, 2))
    domain = f"{word.encode('ascii', 'ignore').decode()}{number}.example.org"
    if kind == "zh":
        name = "".join(dice.sample(_ZH_GIVEN, 2)) + "".join(dice.sample(_ZH_FIRM, 2))
        return kind, f"{name}（无锡）有限公司", domain, "无锡", "中国", "86"
    if kind == "ko":
        return kind, f"{''.join(dice.sample(list(_KO_GIVEN), 3))}정밀 주식회사", domain, "서울", "대한민국", "82"
    if kind == "de":
        return kind, f"{word.capitalize()} Optik GmbH", domain, "München", "Deutschland", "49"
    return kind, f"{word.capitalize()} Photonics Ltd", domain, "Leeds", "United Kingdom", "44"


def _mobile(dice: random.Random, code: str) -> str:
    head = {"86": "1380", "82": "10", "49": "170", "44": "7400"}[code]
    return f"+{code} {head} {dice.randrange(10**7):07d}" if code != "44" else f"+44 {head} {dice.randrange(10**6):06d}"
