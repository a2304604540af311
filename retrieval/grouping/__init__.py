"""Groups articles into stories as they arrive; keeps nothing itself. See Grouping and decide."""
