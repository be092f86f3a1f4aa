"""What in an English sentence may be told by a negation, and how one sees that it was told otherwise."""

import re

_F = re.IGNORECASE

SPENT = tuple(
    (re.compile(rf"\b(?:{cause})\b", _F), re.compile(told, _F))
    for cause, told in (
        (r"fail\w*", r"실패|고장|失败|失敗|fracas|fall[aeióo]|falh|scheiter|fehl|versag|échou|échec"),
        (
            (
                r"false|wrong\w*|incorrect\w*|mis(?:take|lead|us|align|match|label|class)\w*"
                r"|hallucinat\w*"
            ),
            (
                r"거짓|오탐|오답|오해|오류|잘못|틀[리린렸]|허위|환각|그릇|虚假|错|錯|误|誤|幻觉|幻覚|偽|fals|erróne|incorrect|equivoc"
                r"|errad|alucin|falsch|irre|fehl|halluz|faux|fausse|erron|tromp"
            ),
        ),
        (r"frozen|freez\w*", r"동결|고정|얼[린리려]|冻结|凍結|固定|congel|gefror|gelé|figé|fij"),
        (
            r"closed(?:[- ]\w+)?|proprietary|private",
            (
                r"폐쇄|비공개|닫힌|상용|독점|사유|사적|프라이빗|개인|封闭|闭源|闭|专有|私有|私|クローズド|非公開|閉|cerrad|fechad|propiet"
                r"|propriet|privad|geschloss|proprietär|privat|fermé|propriét|privé"
            ),
        ),
        (r"replac\w*", r"대체|교체|바꾸|바꾼|바꿔|替|取代|置换|置き換|reempl|sustit|substit|ersetz|remplac"),
        (r"independen\w*", r"독립|무관|独立|独自|independ|unabhäng|indépend"),
        (
            r"miss\w*",
            (
                r"놓[치친쳐쳤]|누락|결측|빠[진지져뜨]|실종|遗漏|漏|缺|欠|逃|omit|perd|falt|fehl|verpass|überseh|manqu"
                r"|rat(?:e|er|ent)\b"
            ),
        ),
        (r"hidden|latent", r"숨[은겨긴]|은닉|숨겨|잠재|隐|隠|潜|ocult|escond|versteckt|verborgen|caché"),
        (r"masked|masking", r"마스[크킹]|가[린려리]|掩|遮|マスク|mask|masqu|mascar|enmascar"),
        (
            (
                r"remov\w*|eliminat\w*|discard\w*|exclu\w*|bypass\w*|skip\w*|avoid\w*|prevent\w*"
                r"|ignor\w*|omit\w*|neglect\w*|overlook\w*|reject\w*|pro?hibit\w*|forbid\w*"
                r"|disallow\w*|den(?:y|ies|ied)"
            ),
            (
                r"제거|폐기|버[리려린렸]|삭제|배제|건너뛰|우회|회피|피하|피[한할해]|방지|예방|막[는아을]|제외|차단|생략|누락|무시|간과|소홀|거부|거절|금지"
                r"|부인|기각|去除|消除|移除|删|剔|丢弃|舍弃|避免|防止|跳过|绕过|排除|忽略|忽视|拒绝|禁止|否认|除去|除外|削除|除[いくかき]|破棄|捨|避け|防|省"
                r"|飛ば|無視|拒否|却下|禁|elimin|descart|supri[mp]|evit|omit|salt|exclu|prev|impid|impe[dç]"
                r"|ignor|rechaz|rejeit|prohib|proíb|nieg|neg[aoó]|verwerf|verworf|entfern|vermeid"
                r"|verhinder|übers[pe]|ausschl|ausgeschl|umgeh|vernachl|ablehn|abgelehnt|verbiet"
                r"|verbot|leugn|écart|supprim|élimin|contourn|empêch|néglig|refus|rejet|interdi|ni(?:e"
                r"|ent)\b"
            ),
        ),
        (r"raw", r"원[시본천]|날것|로우|原|生|brut|crud|roh"),
        (
            r"stop\w*|halt\w*|ceas\w*|stall\w*|stagnat\w*|plateau\w*",
            (
                r"멈[추췄춘출]|중단|중지|정지|정체|停|止|par[aeoó]|det[ie]n|ces[as]|estanc|estagn|stopp|stagn|halt"
                r"|beend|arrêt|cess|plafonn"
            ),
        ),
    )
)
"""Words that a negation may tell, each with what shows in the languages known that another word tells it."""

LICENSED = tuple(
    (re.compile(rf"\b(?:{cause})\b", _F), re.compile(needed, _F))
    for cause, needed in (
        (
            r"only|just|solely|purely|merely",
            (
                r"밖에|외에|이외|지나지|불과|말고|그치|아니면|없이|넘지|도\s?(?:안|않|못)|되지\s?않|只有|不过|除|以外|之外|不超过|不到|しか|ほか|過ぎ|外|のみ|まで"
                r"|más que|sino|salvo|excepto|más de|mais (?:do )?que|senão|a não ser|mais de|mehr als|außer|anderes|que\b|plus d|sin\b|sem\b|ohne|sans"
            ),
        ),
        (
            r"challeng\w*|hard|tough|tricky|demanding",
            (
                r"(?:쉽|만만하?|만만치|간단하?|간단치|녹록하?|녹록치|여의치)지?\s?않|不易|不容易|不轻松|并非易|(?:容易|簡単|たやす)\S{0,3}な"
                r"|no (?:es|son|resulta) (?:fácil|trivial|sencill)|não (?:é|são) (?:fác|trivia|simple)|nicht (?:einfach|leicht|trivial)"
                r"|pas (?:facile|simple|trivial|aisé|évident)"
            ),
        ),
        (
            r"at most|up to|within|bound\w*|maximum|below|lower",
            (
                r"(?:넘|초과하|벗어나|웃돌)지\s?(?:않|못)|不超|不高于|超えな|no (?:super|exced|sobrepas|más)|não (?:ultrapass|exced|super|mais)"
                r"|nicht (?:mehr|über)|pas plus|dépass|excèd|채\s?되지|不到"
            ),
        ),
        (
            r"at least|more than|over|minimum",
            r"적지\s?않|不少于|不低于|不下|下らな|no menos|não menos|nicht weniger|pas moins",
        ),
        (
            r"first|new|novel|previous\w*|prior",
            r"없던|없었던|[은한] 적(?:이)?\s?없|[은한] 바\s?없|前所未|从未|從未|これまでにな|かつてな|nunca|jamais|nie\b|jamás|noch nicht|pas encore",
        ),
        (
            r"mitigat\w*|alleviat\w*|suppress\w*|reduc\w*|protect\w*|guard\w*|robust\w*|resilien\w*|safe\w*|ensur\w*|keep\w*|block\w*|stop\w*",
            r"않도록|않게|못하도록|못하게|흔들리지\s?않|받지\s?않|不受|不被|不再|避免|ないよう|されな|(?:para|que) no\b|(?:para|que) não|nicht|pour (?:ne|éviter)|sans",
        ),
        (
            r"stable|fixed|static|same|identical\w*|equal\w*|consistent\w*|intact",
            (
                r"(?:변하|바뀌|달라지|흔들리|다르|차이나|손상되)지\s?않|차이가\s?없|变|变化|没有(?:区别|差别|差異)|变わ|変わらな|変化しな|異ならな|no (?:cambi|vari|difier)"
                r"|não (?:mud|vari|difer)|nicht (?:ver|unter)|ne (?:chang|vari|diff)"
            ),
        ),
        (
            r"arbitrar\w*|any",
            r"(?:가리|상관하|제한하|구애받)지\s?않|제약\s?없|제한\s?없|不限|任意|問わ|sin (?:importar|restric)|sem (?:import|restri)|beliebig|n['’]importe|quel que",
        ),
        (
            r"whether",
            r"아닌지|않[은는을]?\s?지|없[는을]지|못[하한할]\S?지|말지|여부|是否|不|かどうか|否か|o no\b|ou não|oder nicht|ou non|ou pas",
        ),
    )
)
"""Words that a negation tells only together with others."""
