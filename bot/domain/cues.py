"""Words that tell what a sentence of an abstract does there: claim, result, background, pointer.

English cues of machine learning papers, tuned by reading recorded abstracts. In the tables below each
word is a regular expression in which `_` stands for a space; `…` lets up to three words pass.
"""

import re

# At most two adverbs may stand between "we" and its verb.
_ADVERBS = r"(?:(?:\w+ly|also|further|first|then|thus|here|next|instead|therefore|hence) ){0,2}"
_FEW_WORDS = r"(?:[\w-]+ ){0,3}"


def _any(table: str) -> str:
    return "(?:" + "|".join(table.split()).replace("_", " ").replace("… ", _FEW_WORDS) + ")"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _we(verbs: str, also: str = "") -> re.Pattern[str]:
    who = _any(
        "we this_(?:\\w+_)?(?:paper|work|study|article|report|survey|thesis|tutorial) the_authors" + also
    )
    return _compiled(rf"\b{who} {_ADVERBS}{_any(verbs)}")


MAKES = _compiled(
    _we("introduc present propos develop design buil[dt] creat unveil pioneer").pattern
    + r"|\b(?:is|are) (?:introduced|proposed|presented|developed)\b"
)
"""Says what was made, in the verbs that authors keep for the main thing."""

DOES = _we(
    """
    releas construct formulat describ establish curat collect offer provid contribut prove train scale extend
    unif(?:y|ies) adapt reformulat cast revisit refram repurpos argu deriv synthesi[sz] survey review rethink
    address tackl solv apply leverag replac clos(?:e|es)_ fill bridg combin tune fine-tun implement outlin aim
    consolidat
    """
)
"""Says what was done, in any other verb."""

_TELL = "show demonstrat reveal indicat suggest highlight confirm"
FINDS = _compiled(
    _we(
        "find found discover uncover observ identif report establish provide_evidence " + _TELL,
        also=" (?:our|the)_…_study",
    ).pattern
    + rf"|\b(?:results|findings|experiments|analys[ie]s|evaluations?)\b[^.:]{{0,120}}? {_any(_TELL)}"
)
"""Says what came out."""

STUDIES = _we("stud(?:y|ied) investigat explor examin analy[sz]e ask evaluat conduct")
NAMED_THING = re.compile(r"^(?=\S*[a-z])(?=\S*[a-z0-9-][A-Z])[\w.+-]+ is (?:a|an|the first)\b")
"""`X is a …`: the sentence says what the named thing is."""

SECONDARY = _compiled(
    r"^(?:finally|additionally|moreover|furthermore|further|besides|in addition|lastly)\b"
    r"|\bwe (?:also|further|additionally|finally|then)\b"
)
GAINS = _compiled(
    r"\b"
    + _any(
        """
        achiev outperform improv reduc surpass exceed attain reach deliver yield boost accelerat speed-?up
        faster state-of-the-art sota matches gain lower fewer cuts?_ increas sustain enabl beats scor
        """
    )
)
VAGUE = _compiled(
    _any(
        """
        effectiveness superiority superior_performance promising_results validat wide_range paves?_the_way
        strong_generali[sz]ation valuable_insights shed_light new_(?:avenues|directions) holds?_promise
        significant(?:ly)?_(?:\\w+_)?(?:improve|outperform|gain|advanc) future_(?:research|work) potential_of
        foundation_for highlight importance_of
        (?:comprehensive|rigorous|thorough|in-depth|detailed)_(?:\\w+_)?(?:evaluation|analys[ei]s|overview)
        """
    )
)
"""Praise that would fit any paper."""

ANNOUNCES = _compiled(
    r"\b(?:two|three|four|five|six|several|key|main|important|surprising|novel)\b[\w -]{0,40}"
    + _any(
        """
        findings contributions components insights innovations designs advances challenges patterns
        observations aspects limitations modules stages properties ideas principles subsets axes results
        dimensions
        """
    )
    + r"\.$"
)
"""Counts things that only the next sentences tell."""

BACKGROUND = _compiled(
    "^"
    + _any(
        r"""
        recent(?:ly)?\b large_(?:language|vision|multimodal|reasoning|video|audio) existing current(?:ly)?
        (?:multimodal|vision|video|text|image|diffusion|foundation|autonomous)\b[\w_()-]{0,60}_(?:have|has|are|is)\b
        (?:reasoning|generative)\b[\w_()-]{0,60}_(?:have|has|are|is)\b
        traditional conventional despite while\b although though most\b many\b prior previous in_recent
        with_the_(?:rapid|rise|advent|growing|increas|emergence|development)
        as_(?:large|llms|ai|language|models)\b
        the_(?:rapid|recent|growing|increasing|rise|emergence|success|advent|proliferation|ability|remarkable)
        the_(?:prevailing|dominant|development_of) advances state-of-the-art humans?
        it_is there_(?:is|are|has)
        even_ standard\b common\b however but\b yet\b unfortunately nevertheless nonetheless
        """
    )
)
BACKDROP = _compiled(
    r"\b"
    + _any(
        """
        (?:have|has)_(?:\\w+_)?(?:become|been|shown|emerged|achieved|attracted|made|revolutioni[sz]ed)
        (?:have|has)_(?:\\w+_)?(?:demonstrated|advanced|gained|enabled|led|transformed|driven|significantly)
        remains?_(?:\\w+_)?(?:challeng|difficult|unclear|unexplored|under-?explored|limited|open)
        remains?_(?:elusive|poorly|largely|an?_|insufficient|scarce|constrained)
        is_(?:essential|critical|fundamental|important)
        is_a_(?:fundamental|key|central|critical|core|long-?standing|crucial|challenging|promising) crucial\\b
        struggles? suffers? fails?_to often\\b typically\\b lacks? hinder limits?\\b limiting overlook
        rel(?:y|ies)_on bottleneck largely costly expensive neglect
        """
    )
)
"""Tells the state of the world before the paper."""

DANGLING = _compiled(
    "^"
    + _any(
        r"""
        th(?:is|ese|ose|at)\b(?!_(?:paper|work|study|survey|report|article|position|technical))
        it\b its\b they\b their\b such\b both\b here\b neither\b each\b another\b together\b one\b
        the_(?:former|latter|resulting|result|second|third|key|core|proposed|first|other)\b
        the_(?:approach|method|model|framework|system|dataset|benchmark)\b all_(?:of_)?th
        as_(?:a_result|such) (?:by_)?doing_so in_this_way to_do_so to_this_end using_this
        (?:building|based|guided|trained)_(?:on|by)_th (?:for|as_an)_(?:example|instance) (?:in|by)_contrast
        instead conversely consequently therefore thus\b hence\b crucially rather among_them on_the_other_hand
        of_th(?:ese|ose|em)
        """
    )
)
"""Begins with what only the sentence before explains."""

CONNECTED = _compiled(
    "^"
    + _any(
        r"""
        to_(?:\w+_)?(?:address|tackle|overcome|bridge|mitigate|fill|solve|resolve)_(?:\w+_)?th
        to_(?:\w+_)?(?:close|alleviate|meet|remedy)_(?:\w+_)?th
        moreover furthermore additionally besides also\b then\b specifically in_particular
        finally second(?:ly)?\b
        third(?:ly)?\b first(?:ly)?\b meanwhile in_addition overall notably similarly concretely beyond_th
        (?:inspired|motivated|guided)_by_th given_th drawing_on_th in_light_of_th at_the_same_time importantly
        leveraging_th remarkably surprisingly next\b (?:through|with|from|under)_th(?:is|ese) on_top_of
        namely actually
        """
    )
)
"""Begins with a link to the sentence before, but can be read alone."""

OUR_THING = _compiled(r"^our (?:\w+ ){0,2}(?:method|approach|framework|model|system|solution)\b")
POINTS_BACK = _compiled(
    r"\b(?:these|those|such|both) (?!as\b|that\b|an?\b)\w+"
    r"|\bthis (?!paper|work|study|survey|report|article)\w+"
    r"|^[^,]{3,70}, (?:it|they|its|their)\b|^(?:in|on|across|with|by|under|for|at)\b.*, (?:it|they) \w+s\b"
)
"""Refers back somewhere inside."""

_THINGS = (
    "(?:codes?|data(?:sets?)?|models?|weights|checkpoints|project(?: page)?|demos?|website|homepage|"
    "resources|benchmarks?|implementation|toolkit|page|videos?|materials|artifacts|repository|library|"
    "leaderboard|pipelines?|recipes?|scripts?|evaluation|suite|framework|trajectories|everything)"
)
POINTER = _compiled(
    rf"\b{_THINGS}\b.{{0,80}}\b(?:(?:publicly|freely|openly|is|are|be|made) "
    r"(?:available|accessible|public|found)|"
    r"available (?:at|on|online|in|here|via)|releas(?:ed|ing)|open-?sourced|avaliable)\b"
    r"|\bwe (?:\w+ ){0,2}(?:open-?source|release|publish|share|provide|make) (?:[\w-]+,? ){0,6}"
    rf"(?:code|checkpoints|weights|models|{_THINGS} and {_THINGS})\b"
    rf"|^{_THINGS}\b[^.]{{0,30}}:|^warning\b|^keywords\b|\bopen-?sourced? at\b"
)
"""Says where to find code and data."""

STRONG_NUMBER = re.compile(
    r"\d ?%|\d[\d.]* ?(?:×|x\b|-fold\b)|(?:from|to) ~?\d[\d.]* ?%? (?:to|from)|"
    r"\d ?(?:FPS|points?|pp|hours?|ms|seconds|GPU|tokens/s)\b",
    re.IGNORECASE,
)
"""A measured result, most likely."""

NUMBER = re.compile(
    r"(?<![\w.-])[~≈$+]?\d[\d,.]*(?: ?(?:[KMBT]|million|billion|trillion))?\b(?!-?[A-Z])(?!\))"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LIST_MARK = _compiled(r"^[(\[]?(?:\d{1,2}|[ivx]{1,4}|[a-h])[)\].] ")
