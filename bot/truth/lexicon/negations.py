"""How languages deny: what a translation is searched for, and what in English may cause it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Denying:
    """How a language denies: `idioms` that deny nothing, `plain` grammar, `any` word that may stand for it."""

    idioms: re.Pattern[str]
    plain: re.Pattern[str]
    any: re.Pattern[str]


def _denying(idioms: str, plain: str, others: str) -> Denying:
    flags = re.IGNORECASE
    return Denying(
        re.compile(idioms, flags), re.compile(plain, flags), re.compile(f"{plain}|{others}", flags)
    )


_LATIN_PREFIXES = r"|\b(?:im|in|ir|il|des|dis)[a-zà-ÿ]{5,}"

DENYING = {
    "ko": _denying(
        r"뿐(?:만)?\s?아니|끊임없|수없|변함\s?없|틀림\s?없|못지\s?않|다름\s?없|빠짐\s?없|손색\s?없|나위\s?없|끝없|한없|아낌\s?없|어김\s?없"
        r"|유례\s?없|전례\s?없|지\s?않을\s?수\s?없|않으면\s?안|없어서는\s?안|관계\s?없|상관\s?없|예외\s?없|차이\s?없|적지\s?않|막힘\s?없|무리\s?없|숨김\s?없|쉴\s?새\s?없|수밖에\s?없|둘도\s?없|여지\s?없|지나지\s?않|그치지\s?않|머물지\s?않|만이?\s아니|못\s?미[치친쳐쳤]|미치지\s?(?:는\s|도\s)?못|채\s?안|(?:보다|만)\s?(?:도\s|훨씬\s|더\s)?못|(?:뒤지|뒤처지|밀리|뒤떨어지|떨어지지는)지?\s?않|다를\s?바\s?없|(?:빼놓을|빠질|뗄)\s?수\s?없|거리낌\s?없|주저\s?없|머지\s?않|두말할|매끄럽|불과하",
        r"지(?:는|도|를)?\s?(?:않|못)|(?:이|가|은|는|것도|것이|건)?\s?아(?:니(?:다|며|고|었|라|지만)|닌\b|님)|없(?:다|으|는|이|었|어|고|지|음|습|을|도|애|앤)|(?<=\s)(?:안|못)\s(?=[가-힣]{1,5}[다고며한된])|못\s?(?:한|하|했|해)",
        r"않|못|없|아[니닌님닐녔]|말(?:고|아|라)|불(?:가|필요|충분|안정|균형|완전|일치|확실|량|변|균일|편|분명|투명|능|규칙|연속|허|신|만족|구)|비(?!교|디오|전|율|용|트|슷|롯|례|중|밀|즈|동기|행|서|유|판|주얼|대면|트맵|블|숫|유적|상)[가-힣]"
        r"|미(?:흡|달|지원|검증|공개|완|사용|포함|학습|관측|확인|해결|지의|숙|비|만)|무(?:관|한|시|력|결|효|의미|감독|조건|용|보정|손실|지|색)|부(?:족|재|정확|적절|적합|정|실|자연|진|당|조화|주의)|몰|모르|결여|결핍|실패|어렵|어려|힘들|한계|제한|국한|제외|제거"
        r"|배제|방지|막[아는을지]|피하|피할|피해|회피|억제|예방|대신|외에|이외|뿐|밖에|드물|거의|덜|벗어|생략|무시|간과|금지|거부|거절|잃|탈(?:중앙|피)|전무|제로|그대로|유지|독립|취약|놓치|누락|빠[지진져]|여부|인지|이하|이내|미만|고정|동결|겨우|간신|가까스로|처음|최초|별도|떨어|낮|뒤처|중단|멈추|미치|프리",
    ),
    "zh": _denying(
        r"不断|不斷|不仅|不僅|不但|不同|不过|不過|不论|不論|不管|不少|不可或缺|不得不|不亚于|不亞於|不等|不及|不如|不足|不佳|不输|不逊|不遜|不相上下|离不开|缺一不可|必不可少|比不上|不只|不光|不断|不失|不言而喻|不可否认|无论|無論|无疑|無疑|无缝|無縫|无监督|无处不在|无与伦比|前所未有|未来|未來|非常|除非|并非易事|没有.{0,8}之一|不可避免|毫无疑问|不久|不妨|无线|無線|非凡",
        r"不|没有|沒有|未能|无法|無法|并非|並非|从未|從未|无需|無需|毫无",
        r"没|沒|无|無|未|非|否|别|莫|勿|缺|难|難|失败|失敗|避免|防止|而是|除|免|拒|零|弱|差|限|少|反|停|仍|依然|忽|损|保持|固定|独立|首",
    ),
    "ja": _denying(
        r"だけで(?:は)?な[くい]|ばかりで(?:は)?な[くい]|のみで(?:は)?な[くい]|のみならず|かもしれな|なければなら|に(?:過|す)ぎな|間違いな|他ならな|欠かせな|絶え間な|余儀な|劣らな|遜色な|限りな|少なくな|不可欠|無限|無線|非常|未来|まもなく|なくてはなら|なければいけ|おもしろ|少な[いくか]|切れ目な|もとより|及ばな|届かな|満たな|引けを取らな|ひけを取らな|変わらぬ",
        r"(?:でき|し|され|れ|られ|てい|では|じゃ|は|が|も|わ|ら|か|き|え|け|め|せ|べ|ば|た|で|い|に|び|り|み|ぎ)な(?:い|か|く(?!な))|ません|ずに(?!は)|ことなく|(?<=[せでれらえけめべわかがさまばみ])ず(?=[、。にと])",
        r"な[いくしかけ]|ぬ|ざる|ず(?=[、。にと])|無|不|非|未|否|困難|失敗|欠|避|防|以外|除|難し|限|ゼロ|抑|代わり|反|劣|低|止|フリー|維持|保|独立|初|依然|のみ|だけ|しか",
    ),
    "es": _denying(
        r"\bno\s+(?:s[oó]lo|solamente|obstante|menos|únicamente)|\bsin\s+(?:embargo|duda|precedentes?|lugar\s+a\s+dudas)|\bnada\s+menos|\bni\s+siquiera\s+cuando|\bsi\s+no|\bno\.",
        r"\b(?:no|nunca|jamás|ning[uú]n[oa]?s?|tampoco|sin|ni)\b",
        r"\b(?:nada|nadie|imposib\w+|falt\w+|carec\w+|carenc\w+|fall\w+|fracas\w+|dej\w+|evit\w+|impid\w+|impedi\w+|apenas|difícil\w*|salvo|excepto|sol[oa]s?|sólo|ausen\w+|escas\w+|poc[oa]s?|en\s+lugar|libre|cero|menos|prescind\w+|limit\w+)\b"
        + _LATIN_PREFIXES,
    ),
    "pt": _denying(
        r"\bnão\s+(?:só|apenas|somente|obstante|menos|unicamente)|\bsem\s+(?:precedentes?|dúvidas?)|\bsenão",
        r"\b(?:não|nunca|jamais|nenhu(?:m|ma|ns|mas)|tampouco|sem|nem)\b",
        r"\b(?:nada|ninguém|impossí\w+|falt\w+|falh\w+|fracass\w+|carec\w+|carên\w+|deix\w+|evit\w+|imped\w+|apenas|difícil\w*|difíceis|salvo|exceto|só|somente|ausên\w+|escass\w+|pouc[oa]s?|em\s+vez|livre|zero|menos|dispens\w+|limit\w+)\b"
        + _LATIN_PREFIXES,
    ),
    "de": _denying(
        r"\bnicht\s+(?:nur|zuletzt|allein|lediglich)|\bnichtsdestotrotz|\bnichtsdestoweniger|\bohne\s+(?:weiteres|zweifel)|\bkein(?:e|en)?\s+geringere\w*|\bnichtlinear\w*",
        r"\b(?:nicht|kein(?:e|en|em|er|es)?|nie|niemals|ohne|weder|nichts)\b",
        r"\bun\w{4,}|\w+(?:los|frei)(?:e|en|em|er|es)?\b|\bnicht\w+|\bkeinerlei|\bniemand|\b(?:kaum|selten|fehl\w*|scheiter\w*|versag\w*|mang\w*|vermeid\w*|verhinder\w*|statt\w*|anstatt|außer|schwer|schwierig\w*|nur|ausschließ\w*|entfäll\w*|verzicht\w*|null|gleich\w*|verlust\w*|wenig\w*|lediglich|scheid\w*|weg\w*|begrenz\w*|beschränk\w*)\b",
    ),
    "fr": _denying(
        r"\bnon\s+seulement|\bpas\s+seulement|\bsans\s+(?:précédent\w*|doute|cesse)|\bpas\s+à\s+pas|\bpas\s+(?:de\s+temps|d['’]apprentissage|de\s+discrétisation)|\bn['’]importe|\bne\s+\w+\s+que\b|\bplus\s+ou\s+moins|\bnéanmoins",
        r"(?:\bne\s|\bn['’])(?:\S+\s){1,4}?(?:pas|jamais|aucune?|plus|rien|ni|guère)\b|\baucune?s?\b|\bsans\b|\bne\s+pas\b",
        r"\b(?:pas|non|ni|jamais|rien|nul\w*|échou\w*|échec\w*|manqu\w*|évit\w*|empêch\w*|difficil\w*|absen\w*|dépourvu\w*|peu|seul\w*|sauf|hors|faute|au\s+lieu|plutôt|libre|zéro|moins|limit\w*|dispens\w*|perte\w*|ne)\b|n['’]"
        + _LATIN_PREFIXES.replace("des|dis", "dé|des|dis"),
    ),
}

CAUSE = re.compile(
    r"\b(?:not|no|non|nor|never|none|neither|nothing|nobody|nowhere|without|cannot|hardly|barely|scarcely|rarely|seldom|only|just"
    r"|rather|left out|leav(?:e|es|ing) out|instead|unlike|except|regardless|beyond|less|few|fewer|little|false|wrong\w*|difficult\w*|reject\w*"
    r"|discard\w*|den(?:y|ies|ied)|fail\w*|lack\w*|absen\w+|miss\w*|limited|avoid\w*|prevent\w*|eliminat\w*|remov\w*|free|exclu\w*|ignor\w*|omit\w*|unable"
    r"|bypass\w*|skip\w*|freez\w*|frozen|unchanged|constant\w*|independent\w*|agnostic|solely|purely|merely|neglect\w*|poor\w*|weak\w*"
    r"|struggl\w*|unclear|unknown|blind\w*|empty|hidden|infinit\w*|endless\w*|whether|until|unless"
    r"|seamless\w*|preserv\w*|maintain\w*|retain\w*|lossless\w*|exceed\w*"
    r"|overlook\w*|resist\w*|hallucinat\w*|otherwise|replac\w*|too|nontrivial|black-box|held-out|ill-\w+|pro?hibit\w*|forbid\w*|disallow\w*|minor\w*|minimal\w*|negligibl\w*|invisib\w*|unlabel\w*|masked"
    r"|closed(?![- ](?:form|loop))|proprietary|private"
    r"|wors[et]\w*|lower|below|inferior|behind|lag\w*|underperform\w*|scarc\w*|rare|sparse\w*|raw|opaque|ambigu\w*|vague\w*|elusive"
    r"|deficien\w*|shortcoming\w*|flaw\w*|zero|spurious\w*|brittle\w*|fragil\w*|stop\w*|halt\w*|ceas\w*|stall\w*|stagnat\w*|plateau\w*|conflict\w*|contradict\w*|diverg\w*"
    r"|deviat\w*|discrepan\w*|sub-?optimal\w*|(?:far|away) from|short of|(?:yet|still|remain\w*) to|open (?:question|problem|challenge)s?"
    r"|under-?(?:explor|stud|repres|spec|util|train|estim|develop|serv|resourc|investig|determ|apprec|examin|research|constrain)\w*"
    r"|challeng\w*|hard|tough|tricky|demanding|at most|up to|within|bound\w*|at least|more than|over|minimum|maximum|first|new|novel"
    r"|previous\w*|prior|mitigat\w*|alleviat\w*|suppress\w*|reduc\w*|protect\w*|guard\w*|robust\w*|resilien\w*|safe\w*|ensur\w*|keep\w*"
    r"|block\w*|stable|fixed|static|same|identical\w*|equal\w*|consistent\w*|intact|arbitrar\w*|any)\b"
    r"|n['’]t\b|\b(?:un(?!i[tvfq])|non|anti|dis|mis|in|im|ir|il)-?[a-z]{4,}|\b[a-z]{3,}less(?:ly)?\b|-free\b|\?|(?<![0-9.,])0(?![.,]?[0-9])",
    re.IGNORECASE,
)
"""What in an English sentence may be told by a negation."""

NO_CAUSE = re.compile(
    r"\b(?:in(?:clud|creas|form|put|stanc|struct|tegra|tellig|ter|tern|troduc|vestig|volv|fer|dex|dicat|sert|spir|stall|tens|tent|tric|tuit|vent|vers|vest|clin|voic|strum|corpora|dividu|du[cs]t|fluenc|fra|genui|herit|hibit|iti|jec|novat|quir|sight|sist|spect|still|vers|vert|tra|noc|fan|iti|deed|depth|flect|gest|side|heren|context|crement|cent|trinsic|grain|domain|line|put|finit|finite)"
    r"|im(?:ag|plement|prov|pact|port|pl[yi]|pressi|puls|merg|bu|itat|medi)|dis(?:tort|clos|cover|cuss|play|trib|till|tanc|tinct|criminat|crete|ease|k\b|til|tinguish|parit|pers|pos|entang|courag|crep)|un(?:der(?!-?(?:explor|stud|repres|spec|util|train|estim|develop|serv|resourc|investig|determ|apprec|examin|research|constrain|perform))|til|lock|cover|rav|ite|iv|iq|it)|miss(?:ion|issipp)|mist|misc|imper|impl|ill?ustrat|illumin|irrig|antici|misc)\w*",
    re.IGNORECASE,
)
"""Words that only begin as if they were negative, and are hidden from `CAUSE`."""
