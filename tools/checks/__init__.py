"""The stages behind bin/test; start with `python -m tools.checks` (bin/test prepares the environment)."""
