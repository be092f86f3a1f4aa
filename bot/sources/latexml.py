"""arXiv's HTML (made by LaTeXML) to a document."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.arxiv_ids import parse_id
from bot.domain.documents import Document, Lack, Source, gather
from bot.domain.hygiene import clean
from bot.domain.plain_text import flatten
from bot.sources.latexml_blocks import Body
from bot.sources.latexml_inline import NestedTooDeeply, bare_text, fold
from bot.sources.rejected import Rejected
from bot.sources.stamp import Stamp, read_stamp

MIN_CHARACTERS = 5_000
MIN_SECTIONS = 3
MAX_BYTES = 20 * 2**20


def read_latexml(body: bytes, paper_id: str) -> Document | Rejected:
    """Read a page as arXiv serves it under `/html/`; it can be anything.

    What is in it that nobody sees, and what speaks to machines, is cut out and counted.
    """
    if len(body) > MAX_BYTES:
        return Rejected(Lack.UNREADABLE, f"a page of more than {MAX_BYTES // 2**20} MB")
    root = LexborHTMLParser(body).root
    if root is None:
        return Rejected(Lack.UNAVAILABLE, "an empty page")
    article = root.css_first("article.ltx_document")
    stamp = read_stamp(_text(root, "#watermark-tr")) if b"watermark-tr" in body else None
    rejected = _no_paper(root, article) or _of_another(stamp, paper_id)
    if rejected is not None or article is None:
        return rejected or Rejected(Lack.UNAVAILABLE, "an answer that is no page of LaTeXML")
    content = Body()
    try:
        content.read(article)
    except NestedTooDeeply:
        return Rejected(Lack.UNREADABLE, "elements nested too deeply")
    document = clean(
        Document(
            paper_id,
            Source.HTML,
            content.sections,
            version=stamp.version if stamp else _version_of_base(root, paper_id),
            title=content.title or _text(root, "title"),
            licence=_licence(root) if b"license-tr" in body else None,
            dated=stamp.dated if stamp else None,
            left_out=gather(content.left_out),
        )
    )
    return _too_little(document) or document


def _no_paper(root: LexborNode, article: LexborNode | None) -> Rejected | None:
    title = _text(root, "title")
    if article is None and "No HTML for" in f"{title} {_text(root, 'h1')}":
        return Rejected(Lack.ABSENT, "no HTML for this paper")
    if article is not None and title == "Untitled Document" and root.css_first(".ltx_ERROR") is not None:
        return Rejected(Lack.FAILED, "a failed conversion: no title, and commands in the text")
    return None


def _of_another(stamp: Stamp | None, paper_id: str) -> Rejected | None:
    if stamp is None or stamp.paper_id == paper_id:
        return None
    return Rejected(Lack.UNAVAILABLE, f"the page of another paper, {stamp.paper_id}")


def _licence(root: LexborNode) -> str | None:
    return _text(root, "#license-tr").removeprefix("License:").strip() or None


def _version_of_base(root: LexborNode, paper_id: str) -> int | None:
    """Older pages carry no stamp, but name their own address."""
    base = root.css_first("base[href]")
    found = parse_id((base.attributes.get("href") or "") if base is not None else "")
    return found.version if found is not None and found.base == paper_id else None


def _too_little(document: Document) -> Rejected | None:
    length = len(flatten(document).text)
    if length < MIN_CHARACTERS:
        return Rejected(Lack.FAILED, f"a failed conversion: {length} characters")
    body = (one for one in document.sections if one.level == 1 and not one.is_appendix)
    count = sum(one.title not in {"", "Abstract"} for one in body)
    if count < MIN_SECTIONS:
        return Rejected(Lack.FAILED, f"a failed conversion: {count} sections")
    return None


def _text(root: LexborNode, selector: str) -> str:
    found = root.css_first(selector)
    return "" if found is None else fold(bare_text(found))
