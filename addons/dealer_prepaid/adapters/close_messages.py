"""Sentences of the season close, carry-over and leaving: one code, one sentence with the next step."""
from odoo.tools.translate import LazyTranslate

from .messages import SENTENCES, sentence

__all__ = ["sentence"]

_lt = LazyTranslate(__name__)

SENTENCES.update({
    "season_stop": _lt(
        "%(account)s: since %(stop)s no order is submitted any more, because season %(season)s closes on %(close)s; "
        "it can be submitted on the next season's account."),
    "topups_to_confirm": _lt("%(count)s top-ups of together %(amount)s CNY wait for the confirmer: confirm or reject them first."),
    "documents_to_approve": _lt("%(names)s wait for approval: approve or reject them first."),
    "remittances_open": _lt("%(count)s bank remittances of together %(amount)s CNY have no top-up yet."),
    "statements_disputed": _lt("The owner disputes %(names)s: the account is left out until the dispute is settled."),
    "statements_unanswered": _lt("%(names)s are not answered by the owner yet."),
    "foreign_holds": _lt("%(labels)s hold money and cannot be carried to the next season: settle them first."),
})
