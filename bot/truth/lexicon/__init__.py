"""What each language calls numbers, scales, fractions and units: data, one module a language."""
