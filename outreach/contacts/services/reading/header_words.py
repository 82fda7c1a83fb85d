"""The words that stand above the columns of contact lists, by language and field.

From exports of fair scanners, office programs and phones in four languages (Swapcard, talque, b2match, Google,
Thunderbird, Outlook, swoppen, KOTRA-style and Chinese sign-in lists). Words are separated by `|`; case, spaces,
hyphens and dots do not count, see headers.header_key.
"""

ENGLISH = {
    "full_name": "name|full name|contact|contact name|contact person|display name|displayname|attendee|visitor|"
    "visitor name|person|participant|participant name|attendee name|name of contact",
    "family_name": "last name|family name|surname|lastname|familyname|sn",
    "given_name": "first name|given name|forename|firstname|givenname|first names|christian name",
    "name_prefix": "salutation|prefix|name prefix|honorific|form of address|mr/ms|academic title|courtesy title",
    "gender": "gender|sex",
    "latin_name": "latin name|romanised name|romanized name|english name|name english|name in english|"
    "name in latin letters",
    "native_name": "native name|chinese name|korean name|local name|name in chinese|name in korean|name chinese|"
    "name korean",
    "organisation": "company|company name|organisation|organization|organisation name|organization name|employer|"
    "firm|"
    "business|institution|company/organisation|company/organization|account|account name|affiliation|exhibitor|"
    "organization 1 name|exhibitor name",
    "department": "department|division|dept|unit|organization 1 department",
    "job_title": "job title|title|position|role|job description|function|designation|jobtitle|occupation|job|"
    "organization 1 title|job role|job function",
    "email": "email|e-mail|email address|e-mail address|mail|primary email|emailaddress|business email|work email|"
    "e-mail 1 value|e-mail 2 value|secondary email|email 1|email 2|mail address",
    "phone": "phone|telephone|phone number|telephone number|tel|business phone|work phone|office phone|phonenumber|"
    "phone 1 value|phone 2 value|contact number|tel no|phone no|telephone no|company phone|home phone|landline|"
    "primary phone|business phone 2|home phone 2|company main phone",
    "mobile": "mobile|mobile phone|mobile number|cell|cell phone|cellphone|mobilephone|handphone|mobile no",
    "phone_direct": "direct line|direct phone|direct dial|ddi|direct|direct number",
    "fax": "fax|fax number|business fax|work fax|facsimile|fax no",
    "country": "country|nation|country/region|nationality|business country|business country/region|"
    "country of residence|"
    "address 1 country|country code|work country",
    "city": "city|town|business city|location|address 1 city|work city|city/town",
    "street": "street|address|street address|business street|postal address|work address|address 1 street|"
    "company address|"
    "mailing address|address line 1|address 1",
    "postcode": "postcode|postal code|zip|zip code|zipcode|business postal code|post code|address 1 postal code|"
    "work zipcode",
    "website": "website|web|url|homepage|company website|web page|web site|web page 1|www|site|website 1 value|"
    "internet",
    "wechat": "wechat|wechat id|weixin|we chat",
    "kakaotalk": "kakaotalk|kakao|kakaotalk id|kakao id|kakao talk",
    "whatsapp": "whatsapp|whatsapp number|whats app",
    "linkedin": "linkedin|linkedin url|linkedin profile|linkedin profile url",
    "notes": "notes|note|comment|comments|remark|remarks|memo|description|lead notes|conversation notes|meeting notes",
    "rating": "rating|lead rating|score|priority|lead score|temperature|grade|lead quality|qualification|"
    "interest level",
    "met_on": "met on|date|date met|meeting date|visit date|scan date|scanned at|captured at|created|contact date|"
    "date of contact|registration date|scan time|timestamp|lead date|date scanned",
    "industry": "industry|sector|branch|areas of activities|line of business|business sector|industry sector",
    "language": "language|preferred language|lang|correspondence language",
    "tags": "tags|tag|keywords|keyword",
    "": "no|no.|number|id|row|index|barcode|type|status|order #|ticket type|attendee status|origin",
}

GERMAN = {
    "full_name": "name|vollständiger name|ansprechpartner|ansprechpartnerin|kontakt|kontaktperson|besucher|"
    "teilnehmer|vor- und nachname|vor und zuname|vorname nachname|anzeigename|name vorname|vorname und nachname",
    "family_name": "nachname|familienname|zuname",
    "given_name": "vorname|rufname|vornamen",
    "name_prefix": "anrede|titel|akademischer titel|akad. titel|namenspräfix|titel/anrede|anrede/titel",
    "gender": "geschlecht",
    "latin_name": "name in lateinischer schrift|lateinischer name|englischer name",
    "native_name": "name in originalschrift|name in anderen schriften|chinesischer name|koreanischer name|originalname",
    "organisation": "firma|unternehmen|firmenname|organisation|institution|gesellschaft|arbeitgeber|betrieb|"
    "firmenbezeichnung|unternehmensname|firma/organisation|einrichtung|aussteller|firma 1|organisationsname",
    "department": "abteilung|bereich|fachbereich|geschäftsbereich",
    "job_title": "position|funktion|stellung|berufsbezeichnung|rolle|tätigkeit|stellenbezeichnung|jobtitel|beruf|"
    "position im unternehmen",
    "email": "e-mail-adresse|e-mail|email|mail|mailadresse|emailadresse|e-mail geschäftlich|e-mail 1|e-mail 2|"
    "e-mail-adresse 2|elektronische post",
    "phone": "telefon|telefonnummer|telefon geschäftlich|tel|telefon 1|telefon 2|rufnummer|festnetz|telefon firma|"
    "telefon privat|geschäftlich|tel.-nr.|telefon (geschäftlich)|fon|zentrale|telefon büro|telefon geschäftlich 2",
    "mobile": "mobil|mobiltelefon|handy|mobilnummer|handynummer|mobilfunk|mobil 1|mobiltelefon 2|"
    "mobiltelefon geschäftlich",
    "phone_direct": "durchwahl|direktwahl|direkte durchwahl|telefon direkt",
    "fax": "fax|telefax|faxnummer|fax geschäftlich",
    "country": "land|staat|land/region|land geschäftlich|land/region geschäftlich|nation|nationalität|herkunftsland",
    "city": "ort|stadt|ort geschäftlich|wohnort|firmensitz|standort",
    "street": "straße|strasse|anschrift|adresse|straße geschäftlich|straße und hausnummer|straße/nr|"
    "straße hausnummer|"
    "postanschrift|firmenadresse",
    "postcode": "plz|postleitzahl|postleitzahl geschäftlich",
    "website": "webseite|website|internet|homepage|internetadresse|webadresse|web|internetseite",
    "wechat": "wechat|wechat-id|wechat-kennung",
    "kakaotalk": "kakaotalk|kakaotalk-id",
    "whatsapp": "whatsapp|whatsapp-nummer",
    "linkedin": "linkedin|linkedin-profil|xing/linkedin",
    "notes": "notizen|bemerkung|bemerkungen|notiz|kommentar|anmerkung|anmerkungen|hinweis|hinweise|gesprächsnotiz|"
    "kommentare|interesse|gesprächsnotizen|freitext",
    "rating": "bewertung|einstufung|priorität|rating|abc|klassifizierung|leadbewertung|lead-bewertung|klasse",
    "met_on": "datum|getroffen am|besuchsdatum|gesprächsdatum|kontaktdatum|messetag|erfasst am|erfassungsdatum|"
    "datum des gesprächs|gescannt am|besuchstag|kontakt am",
    "industry": "branche|industrie|wirtschaftszweig|sektor|branchenbezeichnung",
    "language": "sprache|korrespondenzsprache|muttersprache|bevorzugte sprache",
    "tags": "tags|schlagwörter|schlagworte|schlagwort|stichwörter|stichworte|stichwort",
    "": "nr|nr.|lfd. nr.|nummer|zusatz|status|typ|kategorie",
}

CHINESE = {
    "full_name": "姓名|联系人|联系人姓名|客户姓名|参会人|参会人姓名|嘉宾|嘉宾姓名|名字|來賓|聯絡人|联络人|来访人|"
    "客商姓名|"
    "对接人|負責人|负责人|联系人姓名(必填)|来宾姓名|参会人员|人员姓名",
    "family_name": "姓|姓氏",
    "given_name": "名",
    "name_prefix": "称谓|称呼|尊称|稱謂|頭銜|头衔",
    "gender": "性别|性別",
    "latin_name": "英文名|英文姓名|拼音|姓名拼音|姓名(英文)|外文名|拉丁字母姓名|英文名字|名字拼音|外文姓名",
    "native_name": "中文名|中文姓名|姓名(中文)|原文姓名|本名|中文名字|母语姓名",
    "organisation": "公司|公司名称|名称|单位|单位名称|企业|企业名称|机构|机构名称|工作单位|所在单位|公司名稱|單位|"
    "企業名稱|所属单位|"
    "参展商|客户名称|公司全称|单位/公司|组织|機構|所在公司|客商名称|公司(单位)|企业(机构)名称",
    "department": "部门|部門|所在部门|科室|处室",
    "job_title": "职位|职务|职称|职务/职称|岗位|職稱|職位|職務|身份|职位/职务|职务职称",
    "email": "邮箱|电子邮箱|电子邮件|邮件|邮箱地址|邮件地址|电子邮件地址|e-mail|电邮|電子郵件|電子郵件地址|信箱|"
    "郵箱|email地址|"
    "电子信箱|工作邮箱",
    "phone": "电话|联系电话|联系方式|固定电话|座机|办公电话|公司电话|电话号码|單位電話|商務電話|電話|联络电话|固话|"
    "工作电话|商务电话|"
    "家庭电话|住宅电话",
    "mobile": "手机|手机号|手机号码|移动电话|行動電話|手機|手机电话|联系手机|手機號碼",
    "phone_direct": "直线|直线电话|直拨电话|直拨|专线",
    "fax": "传真|传真号|傳真|传真号码|商務傳真",
    "country": "国家|国家/地区|国家地区|国别|国籍|所在国家|国家(地区)|國家|國家/地區|所属国家|国别/地区|来源国|"
    "商務國家/地區",
    "city": "城市|所在城市|市|所在地|地区|所在地区|商務縣/市",
    "street": "地址|公司地址|联系地址|通讯地址|详细地址|办公地址|通信地址|商務街道|单位地址|街道",
    "postcode": "邮编|邮政编码|郵遞區號|商務郵遞區號",
    "website": "网址|网站|公司网址|主页|公司网站|官网|網址|網站|網頁",
    "wechat": "微信|微信号|微信id|wechat|微信号码|微信賬號|微信账号|微信號",
    "kakaotalk": "kakaotalk|kakao|可可",
    "whatsapp": "whatsapp",
    "linkedin": "领英|linkedin|领英主页",
    "notes": "备注|说明|附注|需求|意向|洽谈内容|项目需求|記事|備註|备注信息|沟通记录|洽谈记录|交流内容|其他|"
    "需求描述|合作意向|备注说明|会谈内容",
    "rating": "评级|等级|意向等级|客户等级|级别|意向程度|意向度|优先级|线索等级|评分",
    "met_on": "日期|登记日期|会面日期|时间|洽谈日期|登记时间|提交时间|签到时间|会见日期|接触日期|拜访日期|见面日期|"
    "对接日期|会面时间|录入日期",
    "industry": "行业|产业|所属行业|领域|行业领域|所属产业|行业类别|產業|主营业务|产业领域",
    "language": "语言|语种|使用语言|沟通语言|首选语言|語言",
    "tags": "标签|標籤|关键词|關鍵詞|关键字|标签(多个)",
    "": "序号|编号|提交人|类型|状态|來源|来源|序號",
}

KOREAN = {
    "full_name": "이름|성명|담당자|담당자명|성함|고객명|참석자|참가자|방문자|연락담당자|담당자 성명|담당자 이름|"
    "참석자명|바이어명|"
    "연락처명|방문자명|대표자|대표자명|바이어 성명",
    "family_name": "성|성씨",
    "given_name": "이름(名)|이름(성 제외)|명",
    "name_prefix": "호칭|경칭|존칭",
    "gender": "성별|남/여",
    "latin_name": "영문명|영문이름|영문성명|영문 이름|이름(영문)|성명(영문)|로마자 성명|영어이름|영문 성명|로마자 이름|"
    "로마자로 쓰기",
    "native_name": "한글명|한글이름|이름(한글)|성명(한글)|한글 성명|국문명|국문 성명|원어 성명|한자명|한자 성명|"
    "한글성명|다른 문자 성명",
    "organisation": "회사|회사명|소속|기업|기업명|업체|업체명|기관|기관명|단체명|소속기관|법인명|상호|상호명|"
    "소속회사|직장|소속 회사|"
    "바이어 회사명|소속사|회사(기관)명|회사/기관|소속/회사|거래처|거래처명|근무처",
    "department": "부서|부서명|소속부서|팀|본부",
    "job_title": "직위|직책|직급|직함|직위/직책|직책/직위|직급/직책|직무|직급/직위",
    "email": "이메일|이메일 주소|메일|전자우편|e메일|메일주소|전자메일|이메일주소|전자우편주소|바이어 이메일|"
    "담당자 이메일|전자 메일 주소",
    "phone": "전화|전화번호|연락처|사무실 전화|회사전화|대표전화|유선전화|일반전화|회사 전화|근무지 전화|유선번호|"
    "전화 번호|사무실|집 전화|"
    "자택 전화|담당자 연락처",
    "mobile": "휴대폰|휴대전화|핸드폰|휴대폰번호|휴대전화번호|모바일|핸드폰번호|휴대폰 번호|휴대 전화|이동전화|"
    "핸드폰 번호",
    "phone_direct": "직통전화|직통|직통번호|내선|내선번호",
    "fax": "팩스|팩스번호|팩스 번호|fax",
    "country": "국가|국적|나라|국가명|소재국|국가/지역|소속국가|소속 국가|국가(지역)",
    "city": "도시|시|소재지|도시명|시/군/구",
    "street": "주소|회사주소|회사 주소|상세주소|도로명주소|사업장 주소|소재지 주소",
    "postcode": "우편번호|우편 번호",
    "website": "홈페이지|웹사이트|사이트|홈페이지 주소|웹 사이트|누리집|url|웹페이지",
    "wechat": "위챗|위챗 아이디|위챗id|웨이신",
    "kakaotalk": "카카오톡|카톡|카카오톡 아이디|카톡 아이디|카카오톡id|카톡id",
    "whatsapp": "왓츠앱|와츠앱",
    "linkedin": "링크드인",
    "notes": "비고|메모|참고|특이사항|상담내용|상담 내용|요청사항|코멘트|기타|관심사항|관심분야|문의내용|상담결과|노트",
    "rating": "등급|평가|관심도|중요도|우선순위|리드 등급|고객등급|평점",
    "met_on": "날짜|일자|상담일|상담일자|등록일|방문일|만난 날|미팅일|만난날짜|상담 일자|방문일자|미팅 일자|"
    "상담날짜|등록일자|접수일|면담일",
    "industry": "업종|산업|산업분야|분야|업태|산업 분야|사업분야|업종명|주요품목",
    "language": "언어|사용언어|사용 언어|선호언어|선호 언어",
    "tags": "태그|키워드|꼬리표|해시태그",
    "": "번호|순번|연번|구분|상태|상담자|입력일자|상담시작|단가|수량|금액|no",
}

WORDS: dict[str, dict[str, str]] = {"zh": CHINESE, "ko": KOREAN, "de": GERMAN, "en": ENGLISH}

GROUPS = {
    "organisation": "firmendaten|firmenangaben|unternehmensdaten|angaben zur firma|angaben zum unternehmen|company details|"
    "company information|company data|company info|organisation details|organization details|企业信息|公司信息|单位信息|"
    "企业资料|公司资料|회사 정보|기업 정보|업체 정보",
    "full_name": "person|personendaten|persönliche daten|angaben zur person|kontaktdaten|contact details|contact information|"
    "contact info|personal details|personal data|联系人信息|联系人资料|人员信息|个人信息|담당자 정보|개인 정보|"
    "참가자 정보|인적사항",
}
"""What stands above several columns and is no heading of one, by what the columns are about."""

EITHER = "name|full name|vollständiger name|名称|名字|이름|명칭|명"
"""Headings that may be of a person as well as of a firm; the heading above them decides."""
