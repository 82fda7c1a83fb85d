"""How much a decoded text looks like something that people wrote: the judge between encodings.

Bytes of a Chinese list are also valid Korean and Western European text. What tells them apart is that real
text is made of frequent characters: a few hundred syllables or ideographs make up most of it, while a wrong
reading spreads over thousands. The lists below are such frequent characters, with those of names, firms,
places and table headings put first because contact lists are full of them.
"""

import unicodedata
from functools import lru_cache

HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关"
    "点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通"
    "教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期"
    "市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边"
    "姓公司称职务箱邮微备注码手电话业单企项目厂房平米净扩展激器材料精密智造锡无限技术股份集团研究院所长经理总监主任董事秘书顾问"
    "李王张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文伟芳娜静丽强磊军洋勇艳杰娟涛超秀霞鹏华飞玲桂英玉萍红琴梅"
    "京沪苏州深圳广州杭宁波浙江省县镇街道号楼室园区仪拟需芯蓝恒拓城澄轩怡晨宇欣涵珊雨辰颖敏志刚"
    "電話號碼職稱單位郵聯絡備註業務產機構國際貿經營部門陳劉張黃吳趙楊許謝鄭蘇葉賴簡莊顏龍萬寶興東華開發總經長處會電子"
)
HANGUL = frozenset(
    "이다는을의에가고하지한나도로사기리자인스어대시정그아서수부과해안일있보동제라전상니면여장만적공주개원들게으신생성었러했구조비우세유"
    "국교소무용연을거오방위선화경실마회내미것중관요분산은계물없문때저강할않당입같말같을간행바모피히드트까운와단단현진명타르치본학되였습"
    "발식차남점물품질재반체약결감업년월후외석번설역작통필직추형참민표양영호통포파표터노루심복태권담임금김박최조윤장임한오서신권황안송류홍"
    "전고문손배백허남유심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕옥육인맹제탁국어은편용팀장책메일"
    "휴폰핸화락처름함직급위책코레팅광학로봇빛누리다온소재해외업팀부삼요필관심혁희재훈준승혜숙순철식웅욱환"
)
WESTERN = frozenset("äöüßÄÖÜéèêëàâáçñóòôíìîúùûøåæœÉÀÇÑÓÅØãõýšžŠŽ")
# The only accented letters that stand side by side in German: Größe, Süß, gemäß.
SHARP_S = frozenset(("äß", "öß", "üß"))
# What Western text has besides letters. Not ¿, ¡ and the like: they come from wrong readings far more often.
MARKS = frozenset("–—‘’“”„…•€§°·«»™®©£²³\u00a0")
CJK_MARKS = frozenset("、。，；：？！（）《》“”‘’·・—…【】「」／　～㎡㈜×－＋％＆＠〜０１２３４５６７８９")


@lru_cache(maxsize=65536)
def _weight(char: str) -> float:
    """From +1 (frequent in real text) to -5 (never typed)."""
    code = ord(char)
    if char in HAN or char in HANGUL:
        return 1.0
    if char in CJK_MARKS:
        return 0.5
    if 0x4E00 <= code <= 0x9FFF:
        return -0.1 if _encodes(char, "gb2312", 0xD7) or _encodes(char, "big5", 0xC6) else -1.0
    if 0xAC00 <= code <= 0xD7A3:
        return -0.1 if _encodes(char, "euc_kr", 0xC8) else -1.0
    if 0x3040 <= code <= 0x30FF:
        return 0.7
    if 0xFF61 <= code <= 0xFF9F:
        return -1.5
    category = unicodedata.category(char)
    if category in ("Cs", "Cc", "Co", "Cn"):
        return -5.0
    return 0.3 if category.startswith("L") and code > 0x180 else -1.0


@lru_cache(maxsize=65536)
def _encodes(char: str, codec: str, last_lead: int) -> bool:
    """Whether the character stands in the part of a national standard that holds the ordinary characters."""
    try:
        encoded = char.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and encoded[0] <= last_lead


def _western(text: str, at: int) -> float:
    """A Western letter is likely beside ASCII letters; long runs of accented letters are a wrong reading."""
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in MARKS:
        return 0.5
    if char not in WESTERN:
        return -1.5
    if any(c >= "\x80" and c not in MARKS for c in (before, after) if c):
        return 1.0 if SHARP_S.intersection((before + char, char + after)) else -0.7
    if char.isupper() and before.islower():
        return -1.0
    return 1.0 if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()) else -0.5


def plausibility(text: str) -> float:
    """The mean weight of the characters outside ASCII, between -5 and 1; 0 for plain ASCII.

    ASCII control characters other than white space and NUL count too, because text has none.
    """
    total, count = 0.0, 0
    for at, char in enumerate(text):
        if char < "\x80":
            if char < " " and char not in "\t\r\n\x00\x0b\x0c\x1a":
                total, count = total - 5.0, count + 1
            continue
        code = ord(char)
        total += _western(text, at) if 0xA0 <= code < 0x180 or char in MARKS else _weight(char)
        count += 1
    return total / count if count else 0.0
