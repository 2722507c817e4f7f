"""Tables of a fitted model: parameters, standardised ones, modification indices."""
