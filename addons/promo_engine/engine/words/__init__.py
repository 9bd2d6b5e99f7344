"""Sentences for results and reasons. A language is one file; a test compares their keys with the codes of the engine."""
from . import en, zh

LANGUAGES = {"en": en.SENTENCES, "zh": zh.SENTENCES}
# The closed list of reasons (D29).
REASONS = (
    "below_amount", "below_qty", "not_in_scope", "not_yet", "ended", "paused", "limit_total", "limit_customer", "limit_org", "budget",
    "quota", "not_member", "excluded_by", "lost_to", "floor", "no_benefit", "code_needed", "stock_gift", "compliance_block",
)


def sentences_of(lang):
    """:param lang: en, zh, or a locale such as zh_CN. :return: code -> sentence; English for a language that is not there."""
    return LANGUAGES.get((lang or "en").replace("-", "_").split("_")[0].lower(), LANGUAGES["en"])


__all__ = ["LANGUAGES", "REASONS", "sentences_of"]
