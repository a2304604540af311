"""What the quotes of an answer are to each other, and who stands behind them; pure."""
