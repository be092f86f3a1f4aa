"""What sentences look like that say nothing: by language, patterns of two sorts."""

_EN_PAPER = (
    r"(?:paper|article|abstract|text|document|excerpt|passage|context|authors?|work|study|manuscript|source)"
)
_EN_TELL = (
    r"(?:specif(?:y|ied)|mention(?:ed)?|provided?|stated?|given|described?|disclosed?|discuss(?:ed)?|detailed"
    r"|reported|report|included?|available|indicated?|addressed|outlined?|explicitly\s+\w+)"
)
UNSAID = {
    "en": (
        rf"(?<!prior )(?<!previous )(?<!existing )(?<!earlier )(?<!related )(?<!recent )\b{_EN_PAPER}\s+(?:(?:itself|section|here)\s+)?(?:does|do|did)(?:\s+not|n['’]t)\s+(?:explicitly\s+|directly\s+|clearly\s+)?{_EN_TELL}\b",
        rf"\b(?:not|never)\s+(?:explicitly\s+|directly\s+|clearly\s+|further\s+)?{_EN_TELL}\s+(?:in|by|within)\s+(?:the|this)\s+(?:\w+\s+)?{_EN_PAPER}\b",
        rf"\b(?:no|insufficient|not\s+enough|limited)\s+(?:specific\s+|explicit\s+|further\s+|detailed\s+|relevant\s+)?(?:information|details?|data|mention|discussion|description|limitations?)\b[^.]{{0,60}}\b(?:{_EN_TELL}|found|in\s+the\s+(?:\w+\s+)?{_EN_PAPER})",
        r"^\W*(?:the\s+)?(?:information|details?)\s+(?:about|on|regarding)\s+[^.0-9]{1,60}\s(?:is|are)\s+(?:insufficient|limited|lacking|missing|unavailable|not\s+\w+)\W*$",
        r"^\W*(?:n/?a|none|unknown|not\s+(?:applicable|available|specified|mentioned|provided|stated|reported|given|disclosed|discussed)|no\s+(?:information|limitations?)(?:\s+\w+){0,2}|information\s+not\s+\w+|insufficient\s+information)\W*$",
    ),
    "ko": (
        r"(?:논문|본문|초록|텍스트|원문|저자(?:들)?|자료|문서|연구)(?:\s?(?:내|중|상))?(?:에서?는?|에|이|은|는|가|들은|에서도)?\s[^.。]{0,50}?(?:언급|명시|제공|기술|설명|서술|제시|논의|포함|기재|밝히|밝혀)[가-힣]{0,3}\s?(?:되어\s?있지\s?않|되지\s?않|하지\s?않|하고\s?있지\s?않|있지\s?않|지\s?않|없|이\s?없|은\s?없|돼\s?있지\s?않)",
        r"(?:논문|본문|초록|텍스트|원문|자료|문서|문맥)(?:\s?(?:내|중|상))?(?:에서?는?|만으로는?|에|로는|이|은|는|가)?\s[^.。]{0,50}?(?:확인되지\s?않|확인할\s수\s?없|확인이\s(?:어렵|불가)|알\s수\s?없|찾을\s수\s?없|파악(?:할\s수\s?없|이\s어렵)|설명이\s부족|정보가\s부족|언급이\s부족)",
        r"(?:언급|명시|기재|서술)(?:이|은|가|된\s?바|된\s?내용|된\s?정보|된\s?것)?(?:이|은|가)?\s?없(?:음|다|습니다|었다)\W*$|^\W*(?:\S{1,12}(?:에\s대한|의|에\s관한)\s)?(?:(?:구체적인|관련|세부|상세한|충분한)\s)*(?:정보|내용|설명|언급|근거|자료)(?:가|이|은|는)?\s?(?:부족|불충분)(?:함|하다|합니다|하여[^.]{0,30})?\W*$",
        r"(?:정보|설명|내용|언급|세부\s?사항)(?:가|이|은|는)?\s(?:제공|명시|공개|포함|언급)되(?:지\s?않|어\s?있지\s?않)",
        r"^\W*(?:해당\s?(?:사항|내용|정보)?\s?없음|정보\s?(?:없음|부족)|명시되지\s?않(?:음|았다)|언급되지\s?않(?:음|았다)|알\s?수\s?없(?:음|다)|미상|미언급|미기재|없음)\W*$",
    ),
    "zh": (
        r"(?:论文|論文|文中|原文|摘要|作者|本文)[^。]{0,20}?(?:未|没有|沒有|并未|並未)(?:明确|明確|具体|具體|详细|詳細)?(?:提及|提到|提供|说明|說明|给出|給出|说|讨论|討論|披露|描述|指出)",
        r"^\W*(?:未(?:提及|提供|说明|說明|知)|信息不足|資訊不足|无|無|不适用|暂无)\W*$",
    ),
    "ja": (
        r"(?:論文|本文|原文|要旨|著者)[^。]{0,30}?(?:記載|言及|明記|説明|提供|記述|示)[^。]{0,6}?(?:て(?:い)?ない|ていません|なし|がない|はない|ず)",
        r"^\W*(?:記載なし|情報(?:不足|なし)|不明|該当なし|言及なし)\W*$",
    ),
    "es": (
        r"\bno\s+se\s+(?:proporciona|menciona|especifica|indica|describe|detalla)n?\b[^.]{0,60}\b(?:artículo|texto|resumen|trabajo)",
        r"\b(?:el|los)\s+(?:artículo|texto|autores|resumen)\s+no\s+(?:proporciona|menciona|especifica|indica|describe|detalla)n?\b",
        r"^\W*(?:no\s+(?:especificado|mencionado|disponible|aplica)|información\s+(?:insuficiente|no\s+\w+))\W*$",
    ),
    "pt": (
        r"\bnão\s+(?:é|são|foi|foram)\s+(?:mencionad|especificad|informad|fornecid|descrit|detalhad)[oa]s?\b[^.]{0,40}\b(?:artigo|texto|resumo|trabalho)",
        r"\b(?:o|os)\s+(?:artigo|texto|autores|resumo)\s+não\s+(?:menciona|especifica|informa|fornece|descreve|detalha)m?\b",
        r"^\W*(?:não\s+(?:especificado|mencionado|informado|disponível|se\s+aplica)|informaç(?:ão|ões)\s+insuficientes?)\W*$",
    ),
    "de": (
        r"\b(?:im|in\s+(?:dem|der|diesem|dieser))\s+(?:Paper|Artikel|Text|Arbeit|Abstract|Veröffentlichung|Aufsatz)\b[^.]{0,40}\bnicht\s+(?:\w+\s+)?(?:angegeben|erwähnt|genannt|beschrieben|aufgeführt)",
        r"\b(?:Das|Der|Die)\s+(?:Paper|Artikel|Text|Arbeit|Autoren)\s+(?:gibt|geben|nennt|nennen|erwähnt|erwähnen|macht|machen)\b[^.]{0,50}\b(?:nicht|keine?n?)\b",
        r"^\W*(?:nicht\s+(?:angegeben|erwähnt|verfügbar|genannt)|keine\s+(?:Angabe|Information)e?n?|k\.\s?A\.)\W*$",
    ),
    "fr": (
        r"\b(?:non|pas)\s+(?:précisée?|mentionnée?|spécifiée?|fournie?|indiquée?|décrite?)s?\b[^.]{0,40}\b(?:article|texte|résumé|papier)",
        r"\b(?:l['’]article|le\s+texte|les\s+auteurs|le\s+résumé|le\s+papier)\s+ne\s+(?:précise|mentionne|spécifie|fourni|indique|décri)\w*\s+pas\b",
        r"^\W*(?:non\s+(?:précisé|mentionné|spécifié|disponible)e?|information\s+insuffisante)\W*$",
    ),
}
"""That something is not said in the paper."""

_EN_MERIT = (
    r"(?:superiority|effectiveness|efficacy|efficiency|usefulness|advantages?|benefits?|potential|promise|robustness|strength"
    r"|generali[sz]ability|generali[sz]ation(?:\s+(?:ability|capability))?|applicability|practicality|versatility|feasibility|validity|value|importance"
    r"|(?:superior|strong|excellent|state-of-the-art|competitive|impressive|promising|remarkable|outstanding)\s+(?:performance|results))"
)
_EN_MANY = r"(?:several|various|multiple|many|diverse|numerous|different|a\s+(?:wide\s+)?(?:range|variety)\s+of|standard|public|challenging|extensive|widely\s+used)"
_EN_SETS = rf"(?:\s+(?:on|across|over|in)\s+{_EN_MANY}\s+(?:[a-z-]+\s+){{0,2}}(?:benchmarks?|datasets?|tasks?|settings?|scenarios?|domains?|models?|environments?|applications?))"
_EN_OURS = r"(?:\s+(?:of|for)\s+(?:the|our|this|its|their|these)?\s?(?:[\w-]+\s+){0,3}[\w-]+)"
_JA_MERIT = r"(?:(?:その|高い|優れた|卓越した|良好な)?(?:優位性|有効性|効果|優秀性|優越性|有用性|実用性|潜在力|性能|結果|成果))"
_JA_MANY = r"広範な|様々な|多様な|多数の|数多くの|さまざまな|多くの|大規模な|包括的な|複数の|徹底的な"
_JA_SETS = r"(?:ベンチマーク|データセット|タスク|設定|環境)(?:での|における|を用いた|において|で)、?"
_ZH_MERIT = r"(?:优越性|優越性|有效性|效果|优势|優勢|潜力|可行性|(?:优越|卓越|优异|出色|良好|显著|強大|强大)的?(?:性能|结果|表现|效果))"
PRAISE = {
    "en": (
        rf"^\W*(?:(?:through|via|by)\s+)?(?:our\s+|the\s+)?(?:extensive|comprehensive|thorough|experimental|empirical|various|numerous|systematic|rigorous|detailed)?\s?(?:experiments?|evaluations?|results?|experimental\s+results|empirical\s+results|studies|analys[ei]s|validation)(?:\s+and\s+[a-z]+)?{_EN_SETS}?,?\s+(?:(?:clearly|consistently|further|also|we|authors|the)\s+)*(?:demonstrate|show|validate|confirm|verif(?:y|ie)|prove|highlight|underscore|illustrate|reveal|support)(?:e?[sd])?\s+(?:that\s+)?(?:the\s+|its\s+|our\s+|their\s+)?{_EN_MERIT}(?:(?:\s+and|,)\s+(?:the\s+)?(?:[a-z]+\s+)?{_EN_MERIT}|\s+and\s+[a-z]+)*{_EN_OURS}?{_EN_SETS}?\W*$",
        rf"^\W*(?:the|our|this|its|[A-Z][\w-]*)?\s?(?:proposed\s+|new\s+|novel\s+)?(?:[\w-]+\s+){{0,2}}?(?:achieve|show|demonstrate|deliver|exhibit|attain|obtain|yield|has|have)(?:e?[sd])?\s+(?:consistently\s+|significantly\s+)?(?:strong|excellent|superior|remarkable|promising|competitive|impressive|outstanding|good|great|significant|state-of-the-art|better|improved)\s+(?:performance|results|improvements?|gains|effectiveness|capabilities|potential){_EN_SETS}?\W*$",
        rf"^\W*(?:the|this|our)\s+(?:{_EN_PAPER}|research|method)\s+(?:aims|seeks|attempts|tries)\s+to\s+(?:address|tackle|solve|overcome)\s+(?:the\s+|some\s+|an?\s+)?(?:important|key|major|significant|critical|main|challenging|various|several)\s+(?:challenges?|problems?|issues?|limitations?|gaps?)\b[^0-9]*$",
        r"\b(?:opens?|opening)\s+(?:up\s+)?(?:new|novel|exciting|promising)\s+(?:[a-z]+\s+)?(?:avenues|possibilities|directions|opportunities|doors|horizons)\b|\bpav(?:es?|ing)\s+the\s+way\s+(?:for|to|toward)|\b(?:provid|offer)(?:es?|ing)\s+(?:valuable|important|useful|new|key)\s+(?:insights?|contributions?)\W*(?:(?:in|into|for|to)\s+(?:the\s+)?[\w\s]{1,30})?\W*$|\b(?:significant|important|major|valuable)\s+(?:contribution|step|advance(?:ment)?|milestone)s?\s+(?:to|in|for|toward|towards|forward)\b[\w\s]{0,40}\W*$",
    ),
    "ko": (
        r"^\W*(?:\S+\s){0,3}?(?:다양한|광범위한|폭넓은|여러|수많은|다수의|많은|포괄적인|철저한|대규모)?\s?(?:\S+\s){0,2}?(?:실험|평가|결과|검증|분석)(?:을|를|에서|으로|은|는|이|가)?\s?(?:결과|통해|통하여|에서)?(?:를|을|로|에서)?,?\s?(?:\S+(?:의|가|이|은|는)\s|제안(?:된|한|하는)?\s\S+\s|본\s\S+\s){0,3}(?:성능\s?|그\s?)?(?:우수성|효과성|효율성|유효성|타당성|가능성|잠재력|실용성|우월성|효용성|효과|강건성|탁월함|우수함|우수한\s성능|뛰어난\s성능|탁월한\s성능)(?:과\s\S+|와\s\S+|\s및\s\S+)?(?:을|를|이|가)?\s?(?:\S+\s)?(?:입증|실증|검증|확인|보여|보인|보였|증명|나타|시사|강조|드러)\S{0,8}(?:\s\S{1,4})?\W*$",
        r"^\W*(?:\S+\s){0,3}(?:우수한|뛰어난|탁월한|훌륭한|높은|좋은|경쟁력\s?있는|인상적인|유망한|향상된|최첨단|최고\s?수준의)\s(?:성능|결과|성과)(?:을|를)\s(?:보여|보인|보였|달성|나타|기록|거두|거둔|입증|제공)\S{0,8}(?:\s\S{1,4})?\W*$",
        r"새로운\s(?:가능성|지평|방향|길)(?:을|를)\s(?:열|제시|보여|개척)|(?:분야|연구|발전|기술)(?:의\s발전)?에\s(?:크게\s|중요한\s|큰\s)?기여(?:할|한|를\s할)\S*(?:\s\S+){0,3}\W*$|(?:귀중한|중요한|유용한|의미\s?있는)\s(?:통찰|인사이트|시사점)(?:을|를)\s제공\S*\W*$|(?:중요한|의미\s?있는|큰)\s(?:기여|진전|의의|의미|발걸음)(?:를|을|이|가)\s(?:한|이루|지닌|갖|된|의미)\S*\W*$",
    ),
    "zh": (
        rf"^\W*(?:在?(?:多个|各种|多种|不同)(?:数据集|基准|任务)上?的?)?(?:大量|广泛|廣泛|全面|各种|多项|充分)?的?(?:实验|實驗|评估|結果|结果)(?:结果)?[^。,，0-9]{{0,12}}?(?:证明|證明|表明|验证|驗證|证实|展示|显示)了?[^。,，0-9]{{0,25}}?{_ZH_MERIT}\W*$",
        rf"^\W*(?:所提(?:出的)?|我们的|该|本文)?(?:方法|模型|框架)?(?:取得|实现|展现|达到|具有|表现出)了?{_ZH_MERIT}\W*$",
        r"(?:开辟|開闢|提供)了?新的(?:可能性|道路|方向|途径)|奠定了?(?:坚实)?(?:的)?基础\W*$|(?:重要|宝贵)的(?:贡献|见解|启示)\W*$",
    ),
    "ja": (
        rf"^\W*(?:{_JA_MANY})?(?:{_JA_SETS})?(?:{_JA_MANY})?(?:実験|評価|検証|分析)(?:結果)?(?:により|によって|を通じて|を通して|から|の結果|を行い|で|では|は|が)?、?[^。0-9]{{0,25}}?{_JA_MERIT}(?:を|が)(?:実証|示|確認|検証|証明|裏付け|明らか)[^。]{{0,8}}\W*$",
        rf"^\W*(?:[^。、0-9]{{0,14}}(?:において|で)、?)?(?:提案|本|我々の)?(?:する)?(?:手法|方法|モデル|フレームワーク|アプローチ|研究)?(?:の|は|が)?{_JA_MERIT}(?:を|が)(?:実証|示|確認|検証|証明|達成)[^。]{{0,8}}\W*$",
        r"新たな(?:可能性|道|方向性)を(?:開|切り拓|切り開|示)|重要な(?:貢献|知見|洞察|一歩)(?:を|で|と)[^。]{0,12}\W*$",
    ),
    "es": (
        r"^\W*(?:amplios|extensos|numerosos|exhaustivos|diversos|los)?\s?(?:experimentos|resultados)(?:\s\w+){0,6}\s(?:demuestran|muestran|validan|confirman)\s(?:la|el|su)\s(?:superioridad|eficacia|efectividad|potencial|utilidad)[^.0-9]{0,50}\W*$",
        r"\babren?\s+(?:nuevas|el)\s+(?:posibilidades|vías|camino|puertas)",
    ),
    "pt": (
        r"^\W*(?:amplos|extensos|numerosos|diversos|os)?\s?(?:experimentos|resultados)(?:\s\w+){0,6}\s(?:demonstram|mostram|validam|confirmam)\s(?:a|o|sua)\s(?:superioridade|eficácia|efetividade|potencial|utilidade)[^.0-9]{0,50}\W*$",
        r"\babrem?\s+(?:novas|o)\s+(?:possibilidades|caminhos?|portas)",
    ),
    "de": (
        r"^\W*(?:umfangreiche|umfassende|zahlreiche|ausführliche|die)?\s?(?:Experimente|Ergebnisse|Versuche)(?:\s\w+){0,3}\s(?:belegen|zeigen|bestätigen|demonstrieren|beweisen)\s(?:die|das|ihre|seine)\s(?:Überlegenheit|Wirksamkeit|Effektivität|Leistungsfähigkeit|Potenzial|Effizienz)[^.0-9]{0,50}\W*$",
        r"\beröffne[nt]\s+neue\s+(?:Möglichkeiten|Wege|Perspektiven)|\bebne[nt]\s+den\s+Weg",
    ),
    "fr": (
        r"^\W*(?:de\s+vastes|de\s+nombreuses|des|les)?\s?(?:expériences|résultats|évaluations)(?:\s\w+){0,3}\s(?:démontrent|montrent|valident|confirment)\s(?:la|l['’]|le|sa|son)\s?(?:supériorité|efficacité|potentiel|intérêt)[^.0-9]{0,50}\W*$",
        r"\bouvr(?:e|ent)\s+(?:de\s+nouvelles|la)\s+(?:perspectives|voies?|possibilités)",
    ),
}
"""Praise without a fact."""
