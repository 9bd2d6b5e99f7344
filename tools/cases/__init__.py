"""bin/cases: files of cases run against the pure cores. One file a kind; see registry.py."""
