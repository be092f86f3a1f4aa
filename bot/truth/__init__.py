"""The gate: what a sentence must hold to before anyone sees it. Pure; standard library only."""
