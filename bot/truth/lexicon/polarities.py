"""English words that deny, point one way or turn a sentence."""

import re

PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti", "de", "under", "over")
"""What turns a word into its opposite, or nearly."""

WEIGHTY = frozenset(
    "all every each some most few many several any only both always sometimes often usually rarely seldom "
    "may might could would can must should unlike unless except despite although almost nearly at least up to "
    "over under above below before after less more fewer greater than worse better best worst if when until "
    "million billion thousand trillion hundred percent half double twice triple first last".split()
)
"""Words that no quote may gain, lose or change."""

OPPOSED = """
increas|rais|rise|rising|rose|risen|grow|grew|gain|boost|climb : decreas|reduc|declin|drop|fall|fell|shrink|shrank|lower|diminish|lessen
improv|enhanc : worsen|degrad|deteriorat|harm|hurt|impair
outperform|surpass|exceed|beat|outscor|outdo : underperform
better|superior : worse|inferior
best : worst
more : less|fewer
most : least|fewest
higher|highest : lower|lowest
high : low
larger|bigger|largest|biggest|greater|greatest : smaller|smallest
large|big : small|tiny
faster|fastest|quicker|speed|accelerat : slower|slowest|slow
longer|longest : shorter|shortest
stronger|strongest : weaker|weakest
strong|strongly : weak|weakly
above : below|beneath
easier|easiest|easy|simpler : harder|hardest|hard|difficult
cheaper|cheapest|cheap : costlier|expensive
accept : reject
succeed|success : fail|failure
majority : minority
positive|positively : negative|negatively
maximi|maximum : minimi|minimum
include|including : exclude|excluding
enabl|allow|permit : prevent|prohibit|forbid
present|presence : absent|absence
true|correct|correctly|right : false|incorrect|incorrectly|wrong|wrongly
safe|secure : unsafe|insecure
supervised : unsupervised
stable : unstable
robust : fragile|brittle
significant|significantly : insignificant|insignificantly|marginal|marginally|negligible|slightly|slight
linear|linearly : quadratic|quadratically
"""
"""Pairs of words, or of stems of four letters and more, that say the opposite of each other, one a line."""

NEGATIVE = re.compile(
    r"\b(?:not|no|nor|never|none|neither|nothing|nobody|without|cannot|hardly|barely|scarcely|rarely|seldom|only|alone"
    r"|rather|instead|unlike|except|despite|although|whereas|while|but|however|yet|though|regardless|beyond|less|few|fewer"
    r"|little|low|lower|least|zero|false|wrong|hard|difficult|rejects?|rejected|refus\w*|den(?:y|ies|ied)|fail\w*|lack\w*"
    r"|absen\w+|miss\w*|limit\w*|avoid\w*|prevent\w*|eliminat\w*|remov\w*|free|exclud\w*|ignor\w*|omit\w*|insufficien\w*|unable"
    r"|stop\w*|drop\w*|strip\w*|filter\w*|reduc\w*|decreas\w*|degrad\w*|discard\w*|bypass\w*|replac\w*|skip\w*|freez\w*|frozen"
    r"|froze|keep\w*|kept|remain\w*|unchanged|constant|fixed|same|identical|independent\w*|agnostic|solely|exclusively|entirely|purely"
    r"|merely|just|simply|neglect\w*|poor\w*|weak\w*|worse|worst|under\w+|struggl\w*|challeng\w*|unclear|unknown|open|future|leave|left"
    r"|outside|out|any|differ\w*|contrary|contrast|opposite|against|over|than|halts?|ceas\w*|withh\w*|forgo|removal|hidden|held)\b"
    r"|n['’]t\b|\bun(?!der|i[tvfqo]|til)[a-z]{4,}|\bnon-?[a-z]{3,}|\b[a-z]{3,}less(?:ly)?\b|-free\b|\bmis(?:s|align|match|lead|c|label|tak|u)\w*"
    r"|\bin(?:accur|abil|activ|adequ|appropr|capab|complet|consist|correct|depend|direct|effect|effic|equal|evitab|exact|feasib"
    r"|finit|flexib|frequen|signific|stab|suffic|valid|varian|visib|sensitiv|secur|coheren|compatib|compar|constan|conclus)\w*"
    r"|\bim(?:possib|perfect|practic|precis|balanc|mutab|plausib|proper)\w*|\bir(?:relev|regular|revers|respect|reduc|replac)\w*"
    r"|\bil(?:legal|logic|legib)\w*|\bdis(?:ab|advant|agree|allow|appear|card|connect|contin|courag|engag|entang|joint|like|miss|regard|rupt|similar|trust)\w*",
    re.IGNORECASE,
)
"""Whatever may stand for a `not` in other words."""

FUNCTION = frozenset(
    "a an the be is are was were been being am do does did done have has had having will would shall should can could "
    "may might must to of in on at by for with from as that this these those it its they their them we our us i you your he "
    "she and or but so than then also very much more most any some such only even still yet ever always often usually quite "
    "consistently significantly substantially explicitly directly fully simply necessarily reliably accurately effectively "
    "failed fails fail failing well too there here when where which who whose what how if while".split()
)
"""Words that say little by themselves."""
