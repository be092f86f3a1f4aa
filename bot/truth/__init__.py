"""The gate: what a quote, a claim, a told sentence must hold to. Pure; standard library only."""
