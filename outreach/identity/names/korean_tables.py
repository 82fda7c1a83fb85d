"""How Korean syllables are really spelled in Latin letters, with a cost each.

The costs say how unusual a spelling is (0 usual, 0.5 hardly ever): passports
need not follow Revised Romanisation, McCune-Reischauer is used in the North
and in older books, and many people follow English by ear. Source: the spelling
systems themselves and the variants named in domain.md part 6.
"""

from __future__ import annotations

ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
NUCLEI = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def _table(text: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Read ``letter spelling[:cost] …`` lines; ``-`` is no letter at all."""
    table = {}
    for line in text.strip().splitlines():
        letter, *options = line.split()
        pairs = []
        for option in options:
            spelling, _, cost = option.partition(":")
            pairs.append(("" if spelling == "-" else spelling, float(cost or 0)))
        table[letter] = tuple(pairs)
    return table


ONSET_SPELLINGS = _table("""
ㄱ g k gh:.3 q:.4 c:.4
ㄲ kk gg k:.1 g:.2
ㄴ n r:.4
ㄷ d t
ㄸ tt dd t:.1 d:.1
ㄹ r l n:.15 -:.25 y:.25 rh:.2
ㅁ m
ㅂ b p v:.4
ㅃ pp bb p:.1 b:.1
ㅅ s sh:.1 sy:.3 sz:.3
ㅆ ss s:.1
ㅇ -
ㅈ j ch:.02 z:.3 jh:.2 c:.3 dj:.3 zh:.3 cs:.4
ㅉ jj j:.1 ch:.2
ㅊ ch c:.3 tch:.2 tsch:.3 cz:.4 j:.3 cs:.3
ㅋ k kh:.1 c:.2
ㅌ t th:.05
ㅍ p ph:.05
ㅎ h -:.35 x:.4
""")

NUCLEUS_SPELLINGS = _table("""
ㅏ a ah:.1 aa:.2 ar:.3
ㅐ ae ai:.02 e:.15 ay:.1 eh:.2 ea:.25 a:.35
ㅑ ya ia:.2 ja:.4
ㅒ yae ye:.2
ㅓ eo u:.03 o:.08 uh:.1 eu:.25 ou:.2 au:.3 ur:.25 er:.2 e:.3 oe:.35 oo:.4 or:.25
ㅔ e ae:.2 eh:.1 ay:.2 ei:.2 ey:.2
ㅕ yeo you:.02 yu:.08 yo:.08 yuh:.15 ye:.2 yeu:.2 eo:.3 u:.25 io:.3 eou:.3 yaw:.3 jo:.35 youn:.4 e:.35 ju:.4 yea:.2
ㅖ ye yea:.2 yae:.15 e:.1 ie:.2 yeh:.1 ea:.3 ya:.35 ae:.3 eh:.2
ㅗ o oh:.05 ow:.3 oo:.3 ou:.25 eo:.35 or:.3
ㅘ wa hwa:.4 oa:.15 ua:.2 a:.4
ㅙ wae oae:.2 wea:.2 way:.2 ae:.3
ㅚ oe oi:.05 we:.1 oy:.15 wae:.15 wei:.2 oei:.2 ue:.3
ㅛ yo yoh:.1 io:.2 yeo:.3 eo:.35
ㅜ u oo woo:.3 wu:.15 ou:.12 uh:.2 ew:.3 eu:.3
ㅝ wo weo won:.4 wu:.15 uo:.15 woo:.25 o:.3 wun:.4
ㅞ we wea:.2 e:.3
ㅟ wi ui:.1 uee:.2 wee:.1 wie:.2 uy:.2 we:.3 i:.4 oui:.2
ㅠ yu you:.05 yoo yew:.2 ew:.25 eu:.3 u:.3 yeu:.2 iu:.25 yoon:.4 ju:.4
ㅡ eu u:.05 e:.2 oo:.25 i:.3 o:.3 ue:.25 y:.4 eo:.3 uh:.2 eou:.3
ㅢ ui eui:.02 i:.08 ee:.08 yi:.15 ei:.2 uy:.2 e:.25 ie:.25 ey:.25 eu:.3 ue:.3 uee:.15 euy:.2 yee:.2
ㅣ i ee:.02 ie:.25 e:.3 y:.25 ea:.3 ih:.2 ii:.2 yi:.2 ei:.3 iy:.2
""")

# Beginnings of syllables that passports mostly write so, though letter by letter it is odd: Hyun, Kyung, Woo, Hee, Shik.
# Two of them make one usual given name; one beside a truly odd syllable (Hyunjong for 현정) does not.
HABITUAL_SPELLINGS = _table("""
겨 kyu:.05 gyu:.05
며 myu:.05
벼 byu:.05
혀 hyu:.05
시 shi:.05
우 woo:.05
희 hee:.05
""")

CODA_SPELLINGS = _table("""
ㄱ k g:.02 c:.2 ck:.1 gk:.2 q:.3 kk:.3
ㄴ n nn:.1 en:.3 ne:.3
ㄷ t d
ㄹ l r:.1 ll:.05 rl:.2 el:.3
ㅁ m mm:.1
ㅂ p b pp:.2
ㅅ t s:.1 d:.1
ㅇ ng n:.35 ngg:.2 gn:.3 ing:.4 g:.4 nng:.3
ㅎ - h:.1
""")
# Finals that are heard like another one.
CODA_FOLD = {
    "ㄲ": "ㄱ",
    "ㅋ": "ㄱ",
    "ㄳ": "ㄱ",
    "ㄺ": "ㄱ",
    "ㅌ": "ㄷ",
    "ㅆ": "ㅅ",
    "ㅈ": "ㄷ",
    "ㅊ": "ㄷ",
    "ㅍ": "ㅂ",
    "ㅄ": "ㅂ",
    "ㄵ": "ㄴ",
    "ㄶ": "ㄴ",
    "ㄼ": "ㄹ",
    "ㄽ": "ㄹ",
    "ㄾ": "ㄹ",
    "ㅀ": "ㄹ",
    "ㄻ": "ㅁ",
    "ㄿ": "ㅂ",
}

# Family names: spellings beyond those of the plain syllable. They go first.
FAMILY_SPELLINGS: dict[str, tuple[str, ...]] = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """
이 lee rhee yi i ri rhie yee li leigh rie lie
리 ri lee rhee yi li
김 kim gim ghim keem
박 park pak bak pahk bark
최 choi choe choy chwe
정 jung chung jeong cheong jeung joung choung chong chyung jong zheong
조 cho jo joe
강 kang gang khang
장 jang chang zang
임 lim im yim rim leem
림 rim lim im yim
윤 yoon yun youn yune
한 han hahn
오 oh o
서 seo suh so sur seoh
신 shin sin
권 kwon gwon kweon kwun
황 hwang whang
안 ahn an
송 song
류 ryu yoo yu ryoo you lyu ru lew
유 yoo yu you ryu yew lyu ru
전 jeon chun jun chon cheon jon jhun jeun
홍 hong
고 ko go koh goh
문 moon mun
양 yang ryang
량 ryang yang
손 son sohn shon
배 bae pae bai pai
백 baek paik back paek baik
허 heo hur huh her ho
남 nam
심 shim sim
노 noh roh no ro rho
로 ro roh noh rho
하 ha
곽 kwak gwak kwack
성 sung seong song
차 cha
주 joo ju chu choo
우 woo wu u
구 koo ku gu goo
나 na ra rha nah
라 ra na rha
민 min
진 jin chin
지 ji chi jee
엄 eom um uhm om
채 chae chai
원 won weon
천 cheon chun chon chuhn
방 bang pang
공 kong gong
현 hyun hyeon hyon
함 ham hahm
변 byun byeon pyon byon
염 yeom yum ryom youm
여 yeo yuh ryo
추 choo chu
도 do to doh
소 so soh
석 seok suk sok
선 sun seon
설 sul seol sol
마 ma mah
길 gil kil
연 yeon youn yon
위 wi wee
표 pyo
명 myung myeong myong
기 ki gi kee
반 ban bahn pan
왕 wang
금 keum geum kum
옥 ok ock oak
육 yook yuk
인 in ihn
맹 maeng
제 je jae
모 mo
탁 tak
국 kook guk kuk
은 eun
편 pyun pyeon
용 yong
예 ye
경 kyung kyeong kyong gyeong
봉 bong pong
사 sa
부 boo bu pu
어 eo eoh uh
목 mok
계 kye gye
형 hyung
두 doo du
태 tae
남궁 namgung namkoong namgoong namkung
황보 hwangbo whangbo
제갈 jegal jaegal
선우 sunwoo seonu sonu seonwoo
독고 dokko dokgo
사공 sagong sakong
서문 seomun suhmoon
""".strip().splitlines()
}

# Syllables that given names and family names are made of, to read Latin back.
NAME_SYLLABLES = tuple(
    "가각간갑강개건걸결겸경계고곤관광교구국군권귀규균근금기길김나낙난남내노녀년누다단달담대덕도동두득"
    "라락란람래량려련렬령례로록룡루류륜률리린림마만맹면명모목무문미민박반방배백범변별병보복봉부빈사산삼"
    "상새서석선설섭성세소솔송수숙순슬승시식신심아안애양언억엄여역연열염엽영예오옥온완왕외용우욱운웅원월위"
    "유육윤은을음응의이익인일임자장재전절정제조종좌주준중증지직진차찬창채천철청초총최추춘출충치칠탁태택"
    "통판평표풍필하학한함해행향허혁현협형혜호홍화환황회효후훈휘휴흠흥희람늘솜별빛찬결"
)

# The ten commonest family names: half of all Koreans and more.
COMMON_FAMILIES = frozenset("김이박최정강조윤장임리림")

# Hanja with readings that one-reading dictionaries lack.
MORE_READINGS = {
    "金": "김금",
    "車": "차거",
    "樂": "락악낙요",
    "易": "역이",
    "參": "참삼",
    "宅": "택댁",
    "復": "복부",
    "省": "성생",
    "率": "솔률율",
    "惡": "악오",
    "龜": "구귀균",
    "說": "설열세",
    "數": "수삭",
    "葉": "엽섭",
    "泌": "비필",
    "便": "편변",
    "奈": "나내",
    "茶": "다차",
    "洞": "동통",
    "沈": "심침",
    "度": "도탁",
    "北": "북배",
    "寧": "녕영령",
    "伽": "가",
    "丹": "단란",
    "賈": "가고",
    "簡": "간",
    "諸": "제",
    "承": "승",
    "讚": "찬",
    "女": "녀여",
    "柰": "내나",
    "炅": "경영",
    "珉": "민",
    "旼": "민",
    "旻": "민",
    "玟": "민문",
    "昊": "호",
    "晧": "호",
    "皓": "호",
    "瑨": "진",
    "晉": "진",
    "鎭": "진",
    "鎮": "진",
    "眞": "진",
    "真": "진",
    "曺": "조",
    "裵": "배",
    "兪": "유",
    "俞": "유",
    "姜": "강",
    "邊": "변",
    "徐": "서",
    "濬": "준",
    "俊": "준",
    "姬": "희",
    "姫": "희",
    "喜": "희",
    "熙": "희",
    "煕": "희",
    "羲": "희",
    "暻": "경",
    "璟": "경영",
    "埈": "준",
    "鍾": "종",
    "鐘": "종",
    "冕": "면",
    "昶": "창",
    "哉": "재",
    "奭": "석",
    "錫": "석",
    "碩": "석",
    "淸": "청",
    "清": "청",
    "靑": "청",
    "青": "청",
    "靜": "정",
    "静": "정",
    "尙": "상",
    "尚": "상",
    "敎": "교",
    "教": "교",
    "薰": "훈",
    "勳": "훈",
    "勛": "훈",
    "勲": "훈",
    "潤": "윤",
    "允": "윤",
    "胤": "윤",
    "贊": "찬",
    "䕺": "총",
}
