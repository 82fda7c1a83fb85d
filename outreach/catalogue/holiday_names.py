"""Names of public holidays in our four languages; the holidays package has none of its countries in all of them."""

from datetime import date

from outreach.i18n import formats

#: The package's English name: (zh, de, ko). Names of single occasions stay in English where they are missing here.
NAMES: dict[str, tuple[str, str, str]] = {
    "New Year's Day": ("元旦", "Neujahr", "신정"),
    "Chinese New Year's Eve": ("除夕", "Chinesischer Silvester", "춘절 전날(제석)"),
    "Chinese New Year (Spring Festival)": ("春节", "Chinesisches Neujahr (Frühlingsfest)", "춘절"),
    "Chinese New Year Extended Holiday": ("春节延长假期", "Verlängertes Frühlingsfest", "춘절 연장 휴일"),
    "Tomb-Sweeping Day": ("清明节", "Qingming-Fest", "청명절"),
    "Labor Day": ("劳动节", "Tag der Arbeit", "노동절"),
    "Dragon Boat Festival": ("端午节", "Drachenbootfest", "단오절"),
    "Mid-Autumn Festival": ("中秋节", "Mondfest", "중추절"),
    "National Day": ("国庆节", "Chinesischer Nationalfeiertag", "국경절"),
    "Good Friday": ("耶稣受难日", "Karfreitag", "성금요일"),
    "Easter Sunday": ("复活节", "Ostersonntag", "부활절"),
    "Easter Monday": ("复活节星期一", "Ostermontag", "부활절 월요일"),
    "May Day": ("五月初银行假日", "Maifeiertag", "노동절 공휴일"),
    "Spring Bank Holiday": ("春季银行假日", "Frühjahrsfeiertag", "봄 공휴일"),
    "Summer Bank Holiday": ("夏季银行假日", "Sommerfeiertag", "여름 공휴일"),
    "Late Summer Bank Holiday": ("夏末银行假日", "Spätsommerfeiertag", "늦여름 공휴일"),
    "Christmas Day": ("圣诞节", "1. Weihnachtstag", "성탄절"),
    "Boxing Day": ("节礼日", "2. Weihnachtstag", "박싱 데이"),
    "Second Day of Christmas": ("圣诞节次日", "2. Weihnachtstag", "성탄절 다음 날"),
    "New Year Holiday": ("新年假日", "Neujahrsfeiertag", "새해 연휴"),
    "Saint Patrick's Day": ("圣帕特里克节", "St. Patrick’s Day", "성 패트릭의 날"),
    "Saint Andrew's Day": ("圣安德鲁节", "St. Andrew’s Day", "성 앤드루의 날"),
    "Battle of the Boyne": ("博因河战役纪念日", "Gedenktag der Schlacht am Boyne", "보인 전투 기념일"),
    "Epiphany": ("主显节", "Heilige Drei Könige", "주현절"),
    "Women's Day": ("妇女节", "Internationaler Frauentag", "세계 여성의 날"),
    "Ascension Day": ("耶稣升天节", "Christi Himmelfahrt", "예수 승천일"),
    "Pentecost": ("圣灵降临节", "Pfingstsonntag", "성령 강림절"),
    "Pentecost Monday": ("圣灵降临节星期一", "Pfingstmontag", "성령 강림절 월요일"),
    "Corpus Christi": ("基督圣体节", "Fronleichnam", "성체 축일"),
    "Assumption Day": ("圣母升天节", "Mariä Himmelfahrt", "성모 승천 대축일"),
    "World Children's Day": ("世界儿童日", "Weltkindertag", "세계 어린이날"),
    "German Unity Day": ("德国统一日", "Tag der Deutschen Einheit", "독일 통일의 날"),
    "Reformation Day": ("宗教改革日", "Reformationstag", "종교 개혁 기념일"),
    "All Saints' Day": ("诸圣节", "Allerheiligen", "모든 성인 대축일"),
    "Repentance and Prayer Day": ("忏悔祈祷日", "Buß- und Bettag", "참회와 기도의 날"),
    "Korean New Year": ("韩国春节", "Koreanisches Neujahr", "설날"),
    "The day preceding Korean New Year": ("韩国春节前一天", "Tag vor dem koreanischen Neujahr", "설날 전날"),
    "The second day of Korean New Year": ("韩国春节次日", "Tag nach dem koreanischen Neujahr", "설날 다음 날"),
    "Independence Movement Day": ("三一节", "Tag der Unabhängigkeitsbewegung", "3·1절"),
    "Children's Day": ("儿童节", "Kindertag", "어린이날"),
    "Buddha's Birthday": ("佛诞日", "Buddhas Geburtstag", "부처님 오신 날"),
    "Memorial Day": ("显忠日", "Gefallenengedenktag", "현충일"),
    "Constitution Day": ("制宪节", "Verfassungstag", "제헌절"),
    "Liberation Day": ("光复节", "Tag der Befreiung", "광복절"),
    "Chuseok": ("中秋节", "Chuseok", "추석"),
    "The day preceding Chuseok": ("中秋节前一天", "Tag vor Chuseok", "추석 전날"),
    "The second day of Chuseok": ("中秋节次日", "Tag nach Chuseok", "추석 다음 날"),
    "National Foundation Day": ("开天节", "Gründungstag der Nation", "개천절"),
    "Hangul Day": ("韩文节", "Tag des koreanischen Alphabets", "한글날"),
    "Armed Forces Day": ("国军日", "Tag der Streitkräfte", "국군의 날"),
    "Presidential Election Day": ("总统选举日", "Präsidentschaftswahl", "대통령 선거일"),
    "National Assembly Election Day": ("国会议员选举日", "Parlamentswahl", "국회의원 선거일"),
    "Local Election Day": ("地方选举日", "Kommunalwahl", "지방선거일"),
    "Temporary Public Holiday": ("临时公休日", "Einmaliger Feiertag", "임시공휴일"),
    "One-off public holiday": ("临时公休日", "Einmaliger Feiertag", "임시공휴일"),
    "75th anniversary of the East German uprising of 1953": (
        "东德1953年起义75周年", "75. Jahrestag des Aufstandes vom 17. Juni 1953", "동독 1953년 봉기 75주년"),
    "80th anniversary of the liberation from Nazism and the end of the Second World War in Europe": (
        "纳粹统治终结暨欧洲二战结束80周年", "80. Jahrestag der Befreiung vom Nationalsozialismus", "유럽 2차 세계대전 종전 80주년"),
    "Scotland's participation in the FIFA World Cup final": (
        "苏格兰参加世界杯决赛圈特别假日", "Schottland bei der Fußball-Weltmeisterschaft", "스코틀랜드 월드컵 본선 진출 기념일"),
    "Day off": ("调休", "Freier Tag", "휴무일"),
}
#: Forms around a name, by language: a holiday made up for on a weekday, and a day off that a weekend pays for.
_INSTEAD = {"zh": "{}（补休）", "en": "{} (substitute day)", "de": "{} (Ersatztag)", "ko": "{} 대체공휴일"}
_WORKED = {"zh": "{}（{}上班）", "en": "{} (for work on {})", "de": "{} (Ausgleich für {})", "ko": "{}({} 근무)"}


def in_language(english: str, lang: str, *, worked: date | None = None) -> str:
    """The name in `lang`. `worked` is the weekend day on which people work for this day off."""
    observed = english.removesuffix(" (observed)")
    core = observed.removeprefix("Alternative holiday for ")
    name = core
    if lang != "en" and core in NAMES:
        name = NAMES[core][("zh", "de", "ko").index(lang)]
    elif core == "Labor Day":
        name = "Labour Day"
    if worked:
        return _WORKED[lang].format(name, formats.day(worked, year=False, lang=lang))
    return name if core == english else _INSTEAD[lang].format(name)
