"""The five gaps inside the organisation, what lies behind them, and how they are closed."""
