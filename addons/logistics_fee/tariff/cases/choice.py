"""Answers of carriers, a policy, and who is chosen."""
from ..choice import choose, read_candidate, read_policy
from .registry import differs, register


@register("choice")
def check_choice(case, file):
    """Choose; nobody chosen is null."""
    context = {name: tuple(values) for name, values in (case.get("context") or {}).items()}
    found = choose([read_candidate(row) for row in case["candidates"]], read_policy(case["policy"]), context)
    return differs("chosen", case["expected"], found.winner.carrier if found.winner else None)
