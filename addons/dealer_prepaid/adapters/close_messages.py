"""Sentences of the season close, carry-over and leaving: one code, one sentence with the next step."""
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .messages import SENTENCES, sentence

__all__ = ["Finding", "register_close_sentences", "sentence"]

_lt = LazyTranslate(__name__)


class Finding(NamedTuple):
    """One thing to know before an account is closed, without words: whoever reads it gets the sentence in his own language.

    level: block, carry, dispute or note (see prepaid_account_close.py); code and params: see :func:`sentence`, the params are
    plain JSON; model and ids: the documents it is about, or "" and ().
    """

    level: str
    code: str
    params: dict
    model: str = ""
    ids: tuple = ()

    def text(self, env):
        """Say it in the language of the environment; a finding of an older version has its words only."""
        return self.params["text"] if self.code == "text" else sentence(env, self.code, self.params)


def register_close_sentences(sentences):
    """Add the sentences of another addon's findings.

    :param sentences: code -> lazily translated text with ``%(name)s`` places.
    :raises ValueError: if a code has another sentence already.
    """
    for code, text in sentences.items():
        if SENTENCES.setdefault(code, text) is not text:
            raise ValueError(f"code {code!r} has a sentence already")


SENTENCES.update({
    "season_stop": _lt(
        "%(account)s: since %(stop)s no order is submitted any more, because season %(season)s closes on %(close)s; "
        "it can be submitted on the next season's account."),
    "topups_to_confirm": _lt("%(count)s top-ups of together %(amount)s CNY wait for the confirmer: confirm or reject them first."),
    "documents_to_approve": _lt("%(names)s wait for approval: approve or reject them first."),
    "remittances_open": _lt("%(count)s bank remittances of together %(amount)s CNY have no top-up yet."),
    "remittances_parked": _lt("%(names)s hold remittances that look like the owner's: have them claimed, for him or for their right owner."),
    "statements_disputed": _lt("The owner disputes %(names)s: the account is left out until the dispute is settled."),
    "statements_unanswered": _lt("%(names)s are not answered by the owner yet."),
    "statement_missing": _lt("%(account)s has no statement of all its entries, %(count)s are on none: make and send it before the money goes back."),
    "statement_unsent": _lt("%(names)s was not sent to the owner yet: send it, or hand it over and note that, before the money goes back."),
    "statement_to_answer": _lt("%(names)s waits for the owner's answer until %(date)s: record the answer, or wait until that day is over."),
    "claims_to_confirm": _lt("A claim of %(names)s waits for its confirmer: confirm or refuse it first."),
    "returns_to_confirm": _lt("The return of %(names)s to the payer waits for its confirmer: confirm or refuse it first."),
    "changed_since_approval": _lt(
        "%(account)s changed since it was approved: its balance is %(balance)s, set aside are %(expected)s. "
        "It joins the next close of the season."),
    "proof_differs": _lt("The ledger proof finds a difference: %(left)s against %(right)s; open it and have finance settle it first."),
    "foreign_holds": _lt("%(labels)s hold money and cannot be carried to the next season: settle them first."),
})
