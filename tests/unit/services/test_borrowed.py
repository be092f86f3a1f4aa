from bot.services.borrowed import BorrowedNotes
from tests.desks import NOON
from tests.fakes_reading import FakeShelf
from tests.fakes_telling import notes
from tests.fakes_tg import telling


async def test_what_the_lender_tells_of_its_own_reading_is_not_told_of_another_under_the_same_key() -> None:
    own, lender = FakeShelf(), FakeShelf()
    shelf = BorrowedNotes(own, lender)
    taken = await shelf.put_notes(notes(), NOON)
    await lender.put_notes(notes(has_brief=False), NOON)
    await lender.put_telling("ko", taken.paper_id, telling(taken, "en"), NOON)
    assert await shelf.telling("ko") is None
    own.kept.clear()
    assert await shelf.telling("ko") is not None
