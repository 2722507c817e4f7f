"""Is a difference the right measure? Forms compared, and the surface behind them."""
