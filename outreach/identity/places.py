"""Cities and countries under the names four languages give them, for place parts of firms and for addresses.

Exonyms are resolved by this table and never by likeness: München, Munich, 慕尼黑 and 뮌헨 are one city.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Country, then city after city: names parted by /, Latin ones without marks.
_CITIES = """
DE berlin/柏林/베를린 munchen/munich/muenchen/慕尼黑/뮌헨 hamburg/汉堡/함부르크 koln/cologne/koeln/科隆/쾰른 \
frankfurt/法兰克福/프랑크푸르트 stuttgart/斯图加特/슈투트가르트 dusseldorf/duesseldorf/杜塞尔多夫/뒤셀도르프 \
dortmund/多特蒙德/도르트문트 essen/埃森/에센 leipzig/莱比锡/라이프치히 bremen/不来梅/브레멘 dresden/德累斯顿/드레스덴 \
hannover/hanover/汉诺威/하노버 nurnberg/nuremberg/nuernberg/纽伦堡/뉘른베르크 duisburg/杜伊斯堡/뒤스부르크 bochum/波鸿/보훔 \
bonn/波恩/본 karlsruhe/卡尔斯鲁厄/카를스루에 mannheim/曼海姆/만하임 augsburg/奥格斯堡/아우크스부르크 wiesbaden/威斯巴登/비스바덴 \
aachen/亚琛/아헨 freiburg/弗赖堡/프라이부르크 mainz/美因茨/마인츠 ulm/乌尔姆/울름 jena/耶拿/예나 heidelberg/海德堡/하이델베르크 \
darmstadt/达姆施塔特/다름슈타트 regensburg/雷根斯堡/레겐스부르크 wolfsburg/沃尔夫斯堡/볼프스부르크 erlangen/埃尔朗根/에를랑겐
AT wien/vienna/维也纳/빈 graz/格拉茨/그라츠 linz/林茨/린츠
CH zurich/zuerich/苏黎世/취리히 genf/geneva/geneve/日内瓦/제네바 basel/巴塞尔/바젤 bern/berne/伯尔尼/베른
GB london/伦敦/런던 manchester/曼彻斯特/맨체스터 birmingham/伯明翰/버밍엄 leeds/利兹/리즈 glasgow/格拉斯哥/글래스고 \
edinburgh/爱丁堡/에든버러 cambridge/剑桥/케임브리지 oxford/牛津/옥스퍼드 bristol/布里斯托尔/브리스틀 sheffield/谢菲尔德/셰필드 \
liverpool/利物浦/리버풀 cardiff/加的夫/카디프 belfast/贝尔法斯特/벨파스트 nottingham/诺丁汉/노팅엄 coventry/考文垂/코번트리 \
newcastle/纽卡斯尔/뉴캐슬 southampton/南安普敦/사우샘프턴 aberdeen/阿伯丁/애버딘
CN beijing/peking/北京/베이징/북경 shanghai/上海/상하이/상해 guangzhou/canton/广州/광저우 shenzhen/深圳/선전/심천 \
wuxi/无锡/우시/무석 suzhou/苏州/쑤저우/소주 nanjing/nanking/南京/난징/남경 hangzhou/杭州/항저우/항주 ningbo/宁波/닝보 \
tianjin/天津/톈진/천진 chongqing/重庆/충칭/중경 chengdu/成都/청두/성도 wuhan/武汉/우한/무한 xian/西安/시안/서안 \
qingdao/tsingtao/青岛/칭다오/청도 dalian/大连/다롄/대련 shenyang/沈阳/선양/심양 changchun/长春/창춘/장춘 harbin/哈尔滨/하얼빈 \
jinan/济南/지난/제남 xiamen/amoy/厦门/샤먼 fuzhou/福州/푸저우 changsha/长沙/창사 zhengzhou/郑州/정저우 hefei/合肥/허페이 \
changzhou/常州/창저우 nantong/南通/난퉁 yangzhou/扬州/양저우 zhenjiang/镇江/전장 xuzhou/徐州/쉬저우 kunshan/昆山/쿤산 \
jiangyin/江阴/장인 yixing/宜兴/이싱 dongguan/东莞/둥관 foshan/佛山/포산 zhuhai/珠海/주하이 zhongshan/中山 huizhou/惠州 \
yantai/烟台/옌타이 weihai/威海/웨이하이 shijiazhuang/石家庄 taiyuan/太原 nanchang/南昌 kunming/昆明/쿤밍 guiyang/贵阳 \
nanning/南宁 haikou/海口 lanzhou/兰州 urumqi/乌鲁木齐 jiaxing/嘉兴 shaoxing/绍兴 wenzhou/温州 taizhou/台州/泰州 wuhu/芜湖 \
huishan/惠山 jiangsu/江苏/장쑤/강소 zhejiang/浙江/저장 guangdong/广东/광둥 shandong/山东/산둥 fujian/福建 anhui/安徽 \
hubei/湖北 hunan/湖南 henan/河南 hebei/河北 sichuan/四川 liaoning/辽宁 jilin/吉林 jiangxi/江西 shanxi/山西 shaanxi/陕西
HK hongkong/香港/홍콩 kowloon/九龙
MO macau/macao/澳门/마카오
TW taipei/台北/臺北/타이베이 hsinchu/新竹/신주 taichung/台中 tainan/台南 kaohsiung/高雄/가오슝 taoyuan/桃园
SG singapore/新加坡/싱가포르
KR seoul/首尔/汉城/서울 busan/pusan/釜山/부산 incheon/inchon/仁川/인천 daegu/taegu/大邱/대구 daejeon/taejon/大田/대전 \
gwangju/kwangju/光州/광주 ulsan/蔚山/울산 suwon/水原/수원 seongnam/城南/성남 pangyo/판교 changwon/昌原/창원 cheongju/清州/청주 \
cheonan/天安/천안 pohang/浦项/포항 gumi/龟尾/구미 yongin/龙仁/용인 hwaseong/华城/화성 pyeongtaek/平泽/평택 ansan/安山/안산 \
anyang/안양 icheon/利川/이천 jeju/济州/제주 jeonju/全州/전주 sejong/世宗/세종 gyeonggi/京畿/경기 gyeonggido/京畿道/경기도
JP tokyo/tokio/东京/도쿄/동경 osaka/大阪/오사카 nagoya/名古屋/나고야 kyoto/京都/교토 yokohama/横滨/요코하마
US newyork/纽约/뉴욕 losangeles/洛杉矶/로스앤젤레스 sanfrancisco/旧金山/샌프란시스코 boston/波士顿/보스턴 chicago/芝加哥/시카고
FR paris/巴黎/파리 lyon/里昂/리옹
IT mailand/milan/milano/米兰/밀라노 rom/rome/roma/罗马/로마 turin/torino/都灵/토리노
NL amsterdam/阿姆斯特丹/암스테르담 rotterdam/鹿特丹/로테르담 eindhoven/埃因霍温/에인트호번
BE brussel/brussels/bruxelles/布鲁塞尔/브뤼셀
CZ prag/prague/praha/布拉格/프라하
PL warschau/warsaw/warszawa/华沙/바르샤바
ES madrid/马德里/마드리드 barcelona/巴塞罗那/바르셀로나
"""


@lru_cache(maxsize=1)
def cities() -> dict[str, tuple[str, str]]:
    """Return every name of a city -> (its first name, country); Han names simplified, Latin ones joined, no marks."""
    found: dict[str, tuple[str, str]] = {}
    for line in _CITIES.strip().replace("\\\n", " ").splitlines():
        country, *names = line.split()
        for city in names:
            for name in city.split("/"):
                found.setdefault(name, (city.split("/")[0], country))
    return found


def city_of(word: str) -> tuple[str, str] | None:
    """Return (city, country) of a name in lower case without marks, with or without 市, 省, 시; None for no city we know."""
    table = cities()
    word = re.sub(r"[\s\-]", "", word)
    return table.get(word) or (table.get(word[:-1]) if word[-1:] in ("市", "省", "시") else None)
