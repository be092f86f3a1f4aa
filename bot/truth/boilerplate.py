"""What a model or a program says instead of a translation: refusals, apologies, error texts, fences."""

import re

_PATTERNS = (
    r"```|<think>|</think>|<\|[a-z_]+\|>|\[/?INST\]",
    r"^\s*[{\[]\s*\"",
    r"^\s*(?:null|none|undefined|nan|n/a|todo|lorem ipsum)\W*$",
    r"^[\s*#>_]*(?:error code|error:|http ?error|traceback|rate ?limit|internal server error|bad gateway|timeout|time-?out)\b",
    r"\berror code: ?[0-9]{3}\b|\b(?:429 too many requests|503 service unavailable|insufficient_quota)\b",
    r"^[\s*#>_]*(?:sure|certainly|of course|okay|here (?:is|'s|are)|below is|translation)\b[^.]{0,60}[:!]",
    r"^[\s*#>_]*(?:i(?:'m| am) sorry|sorry|i apologi[sz]e|as an? (?:ai|language model|large language model))\b",
    r"^[\s*#>_]*(?:i (?:cannot|can't|can not|am unable|'m unable)|unable to translate|i do not have|i don't have)\b",
    # Korean
    r"번역 ?(?:중|도중)? ?오류|오류가? ?발생(?:했습니다|하였습니다)?\s*[:.]|번역(?:에|을)? ?(?:실패|할 수 없)|요약 ?(?:생성)? ?실패",
    r"^[\s*#>_]*(?:죄송합니다|죄송하지만|미안합니다|도와드릴 수 없|저는 ?AI|AI ?(?:언어 ?모델)?로서|물론(?:입니다|이죠)|네,? 알겠습니다|번역(?:문|결과)?\s*:)",
    r"^[\s*#>_(]*(?:참고|주의|역주|note|translator['’]s note)\s?:",
    r"^\s*[-*•]\s+(?=[^\W\d])",
    r"^[\s*#>_]*(?:다음은|아래는)[^.]{0,30}번역",
    # Chinese
    r"翻译(?:时|过程中)?(?:出错|失败|错误|发生错误)|(?:错误代码|错误码)|發生錯誤",
    r"^[\s*#>_]*(?:很?抱歉|对不起|對不起|作为一?个?(?:AI|人工智能|语言模型)|我无法|我不能|好的[,，]|当然|以下是|翻译[:：]|译文[:：])",
    # Japanese
    r"翻訳(?:中に|に|時に)?(?:エラー|失敗)|エラー(?:コード|が発生)",
    r"^[\s*#>_]*(?:申し訳(?:ありません|ございません)|すみません|ごめんなさい|AIとして|(?:私は)?AI(?:言語)?モデルとして|以下は|翻訳[:：]|承知)",
    # Spanish, Portuguese
    r"^[\s*#>_]*(?:lo siento|disculp|como (?:una? )?(?:ia|modelo de lenguaje)|no puedo|aquí (?:está|tienes)|traducción:|claro[,:])",
    r"error al traducir|código de error|erro ao traduzir|código de erro|ocurrió un error|ocorreu um erro",
    r"^[\s*#>_]*(?:desculp|sinto muito|lamento|como (?:uma? )?(?:ia|modelo de linguagem)|não posso|aqui está|tradução:|claro[,:])",
    # German
    r"^[\s*#>_]*(?:es tut mir leid|entschuldig|tut mir leid|als (?:ki|sprachmodell)|ich kann (?:nicht|diese[ns]?|das|leider)|hier ist|übersetzung:)",
    r"fehler (?:bei der übersetzung|beim übersetzen)|fehlercode|es ist ein fehler aufgetreten",
    # French
    r"^[\s*#>_]*(?:je suis désolé|désolé|en tant qu['’ ]?(?:ia|intelligence|modèle)|je ne peux pas|voici (?:la|une) traduction|traduction ?:|bien sûr)",
    r"erreur (?:lors de|de) la? ?traduction|code d['’]erreur|une erreur (?:s['’]est|est survenue)",
)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_LETTER_OR_DIGIT = re.compile(r"\w")


def find_boilerplate(target: str, source: str = "") -> tuple[int, int] | None:
    """Return where a target says what no translation says, or None.

    A source may say such a thing itself ("I cannot", in a paper about refusals); then it is a translation.
    """
    if not _LETTER_OR_DIGIT.search(target) and _LETTER_OR_DIGIT.search(source):
        return 0, len(target)
    match = _ANY.search(target)
    if match is None or (source and _ANY.search(source) is not None):
        return None
    return match.span()
