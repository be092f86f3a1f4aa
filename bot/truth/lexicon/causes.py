"""What in an English sentence may be told by a negation, and how one sees that it was told otherwise."""

import re

_F = re.IGNORECASE

SPENT = tuple(
    (re.compile(rf"\b(?:{cause})\b", _F), re.compile(told, _F))
    for cause, told in (
        (r"fail\w*", r"실패|고장|失败|失敗|fracas|fall[aeióo]|falh|scheiter|fehl|versag|échou|échec"),
        (
            r"false|wrong\w*|incorrect\w*|mis(?:take|lead|us|align|match|label|class)\w*|hallucinat\w*",
            r"거짓|오탐|오답|오해|오류|잘못|틀[리린렸]|허위|환각|그릇|虚假|错|錯|误|誤|幻觉|幻覚|偽|fals|erróne|incorrect|equivoc|errad|alucin"
            r"|falsch|irre|fehl|halluz|faux|fausse|erron|tromp",
        ),
        (r"frozen|freez\w*", r"동결|고정|얼[린리려]|冻结|凍結|固定|congel|gefror|gelé|figé|fij"),
        (
            r"closed(?:[- ]\w+)?|proprietary|private",
            r"폐쇄|비공개|닫힌|상용|독점|사유|사적|프라이빗|개인|封闭|闭源|闭|专有|私有|私|クローズド|非公開|閉|cerrad|fechad|propiet|propriet|privad"
            r"|geschloss|proprietär|privat|fermé|propriét|privé",
        ),
        (r"replac\w*", r"대체|교체|바꾸|바꾼|바꿔|替|取代|置换|置き換|reempl|sustit|substit|ersetz|remplac"),
        (r"independen\w*", r"독립|무관|独立|独自|independ|unabhäng|indépend"),
        (
            r"limited",
            r"제한|한정|국한|한계|적은|부족|有限|受限|限|limit|restring|begrenz|beschränk|eingeschränk|restreint",
        ),
        (r"weak\w*", r"약[하한해점]|취약|弱|débil|frac[oa]|schwach|schwäch|faible"),
        (r"poor\w*", r"저조|나쁘|나쁜|열악|부실|형편|낮|서툴|差|低|劣|不佳|pobre|mal[aeo]?\b|baj[oa]|schlecht|gering|mauvais|ruim|pire|médiocre"),
        (
            r"miss\w*",
            r"놓[치친쳐쳤]|누락|결측|빠[진지져뜨]|실종|遗漏|漏|缺|欠|逃|omit|perd|falt|fehl|verpass|überseh|manqu|rat(?:e|er|ent)\b",
        ),
        (r"hidden|latent", r"숨[은겨긴]|은닉|숨겨|잠재|隐|隠|潜|ocult|escond|versteckt|verborgen|caché"),
        (r"masked|masking", r"마스[크킹]|가[린려리]|掩|遮|マスク|mask|masqu|mascar|enmascar"),
        (
            r"remov\w*|eliminat\w*|discard\w*|exclu\w*|bypass\w*|skip\w*|avoid\w*|prevent\w*|ignor\w*|omit\w*|neglect\w*|overlook\w*"
            r"|reject\w*|pro?hibit\w*|forbid\w*|disallow\w*|den(?:y|ies|ied)",
            r"제거|폐기|버[리려린렸]|삭제|배제|건너뛰|우회|회피|피하|피[한할해]|방지|예방|막[는아을]|제외|차단|생략|누락|무시|간과|소홀|거부|거절|금지|부인"
            r"|기각|去除|消除|移除|删|剔|丢弃|舍弃|避免|防止|跳过|绕过|排除|忽略|忽视|拒绝|禁止|否认|除去|除外|削除|除[いくかき]|破棄|捨|避け|防|省|飛ば|無視|拒否|却下|禁"
            r"|elimin|descart|supri[mp]|evit|omit|salt|exclu|prev|impid|impe[dç]|ignor|rechaz|rejeit|prohib|proíb|nieg|neg[aoó]"
            r"|verwerf|verworf|entfern|vermeid|verhinder|übers[pe]|ausschl|ausgeschl|umgeh|vernachl|ablehn|abgelehnt|verbiet|verbot|leugn"
            r"|écart|supprim|élimin|contourn|empêch|néglig|refus|rejet|interdi|ni(?:e|ent)\b",
        ),
        (
            r"less|few|fewer|little|minor\w*|minimal\w*|negligibl\w*|rarely|seldom|hardly|barely|scarcely",
            r"적[은게다어고지]|덜|작[은고다아]|낮|조금|약간|소수|소량|몇|미만|이하|이내|드물|드문|최소|미미|경미|少|小|低|几|仅|不到|未満|以下|以内|わずか|まれ|最小|微"
            r"|menos|poc[oa]|pouc|men[oó]r|mínim|inferior|rara|weniger|wenig|kaum|selten|gering|klein|minim|moins|peu|rare|faible|infér|negligen|négligeab",
        ),
        (
            r"preserv\w*|maintain\w*|retain\w*|constant\w*|unchanged",
            r"유지|보존|보전|간직|일정|그대로|지키|지[켜키킨]|保|维持|維持|留|恒|一定|manten|conserv|preserv|constant|mant[iu]|erhalt|bewahr|beibehalt"
            r"|aufrecht|konstant|maint|retien|garde",
        ),
        (
            r"beyond|exceed\w*",
            r"넘[어는었은]|초과|이상|너머|벗어|超|越|以外|之外|更|más allá|supera|exced|além|über|jenseits|hinaus|dépass|au-delà|excèd",
        ),
        (r"unlabell?ed", r"레이블|라벨|無ラベル|ラベルなし|sin etiquet|unbeschrift"),
        (r"struggl\w*|difficult\w*", r"어려[움워운]|어렵|힘[들든]|고전|애[먹를쓰]|困难|困難|难|難|苦|dific|difíc|schwer|schwier|peine|diffic|luch|esforz"),
    )
)
"""Words that a negation may tell, each with what shows in the languages known that another word tells it."""

LICENSED = tuple(
    (re.compile(rf"\b(?:{cause})\b", _F), re.compile(needed, _F))
    for cause, needed in (
        (
            r"only|just|solely|purely|merely",
            r"밖에|외에|이외|지나지|불과|말고|그치|아니면|없이|넘지|도\s?(?:안|않|못)|되지\s?않|只有|不过|除|以外|之外|不超过|不到|しか|ほか|過ぎ|外|のみ|まで"
            r"|más que|sino|salvo|excepto|más de|mais (?:do )?que|senão|a não ser|mais de|mehr als|außer|anderes|que\b|plus d|sin\b|sem\b|ohne|sans",
        ),
        (
            r"whether",
            r"아닌지|않[은는을]?\s?지|없[는을]지|못[하한할]\S?지|말지|여부|是否|不|かどうか|否か|o no\b|ou não|oder nicht|ou non|ou pas",
        ),
    )
)
"""Words that a negation tells only together with others."""
