from pathlib import Path

import pytest

from bot.services import send
from tests.e2e.crash.lives import Stage


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    # A store that fails comes back at once in these stories.
    monkeypatch.setattr(send, "SETTLE_PAUSE_S", 0.0)
    stage = Stage(tmp_path)
    await stage.build()
    return stage
