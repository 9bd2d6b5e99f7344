"""Facts in sentences: kept for people; what they demand has tests of its own."""
from .registry import Prose, register


@register("note")
def check_note(case, expected):
    """Nothing to compute."""
    raise Prose
