"""Between records, the pure cores and people."""
