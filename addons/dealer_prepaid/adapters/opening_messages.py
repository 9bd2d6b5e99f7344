"""Sentences of opening documents: one code, one sentence with the next step."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences
from odoo.addons.dealer_base.money import yuan

from .messages import fill

_lt = LazyTranslate(__name__)

SENTENCES = {
    "opening_empty": _lt("No line yet: import the sheet of opening balances, or enter the lines."),
    "opening_not_positive": _lt(
        "%(account)s, line %(number)s: %(amount)s is no opening balance; enter one above 0.00, and what the owner owes as an adjustment."),
    "opening_history_zero": _lt("%(account)s, line %(number)s: a movement of the history has an amount; delete the line."),
    "opening_after_cut_over": _lt("%(account)s, line %(number)s: %(day)s is after the cut-over on %(cut_over)s; enter it in this system instead."),
    "opening_cash_expires": _lt("%(account)s, line %(number)s: cash is the owner's own money and never expires; clear the last day."),
    "opening_expired": _lt("%(account)s, line %(number)s: it expired on %(day)s already and cannot be taken over; delete the line."),
    "opening_stated_twice": _lt("%(account)s: its lines name different balances of the old system (%(stated)s); correct the sheet."),
    "opening_account_differs": _lt(
        "%(account)s: the old system says %(stated)s CNY, its lines add up to %(lines)s CNY, the difference is %(difference)s CNY; correct the lines."),
    "opening_history_below": _lt(
        "%(account)s, %(bucket)s: on %(day)s the history would be at %(amount)s CNY, below zero; a movement before it is missing."),
    "opening_history_differs": _lt(
        "%(account)s, %(bucket)s: the history adds up to %(history)s CNY, the opening balance is %(lines)s CNY; complete the history or leave it out."),
    "opening_bucket_differs": _lt("%(bucket)s: the old system says %(stated)s CNY, the lines say %(lines)s CNY, the difference is %(difference)s CNY."),
    "opening_total_differs": _lt(
        "Total: the old system says %(stated)s CNY, the lines say %(lines)s CNY, the difference is %(difference)s CNY; find the missing or doubled lines."),
    "opening_count_differs": _lt("The old system has %(stated)s accounts with money, the lines have %(lines)s; find the missing or doubled ones."),
    "opening_not_approved": _lt("%(account)s is not approved: the nomination must pass both approvals before an account is opened."),
    "opening_closing": _lt("%(account)s: its account is being closed or closed, so nothing is taken over; delete its lines."),
    "opening_twice": _lt("%(account)s has its opening balance already, by %(document)s; delete its lines, a difference is an adjustment."),
    "opening_waits": _lt("%(account)s waits for its opening with %(document)s already; delete its lines here, or have that one rejected."),
    "opening_gl_differs": _lt(
        "%(account)s: the books have %(gl)s CNY on account %(gl_account)s, the ledger would have %(ledger)s CNY; the difference is %(difference)s CNY. "
        "Have the accountant correct the opening entry (the finance manager allows entries by hand meanwhile under Settings), or let the document post it."),
    "opening_no_role": _lt("%(company)s has no account for the role %(role)s: choose one under Prepaid > Configuration > Prepaid account roles."),
}

register_sentences({
    "opening_known": _lt("Its account stands on %(known)s already: delete that draft or have it rejected, then import again."),
    "opening_unknown_dealer": _lt("No dealer or store has the code “%(value)s”: correct it, or import the dealer first."),
    "opening_unknown_brand": _lt("The brand “%(value)s” is not known. Known: %(known)s."),
    "opening_zero": _lt("An opening balance is above 0.00: leave out accounts without money; what the owner owes is entered as an adjustment."),
    "opening_in_future": _lt("A day that has not come cannot stand in the old system: check the date."),
})


def sentence(env, code, params):
    """Say a finding in the user's language; amounts come as fen in params that end with ``_fen``."""
    words = dict(params)
    if "stated_fen" in words and "lines_fen" in words:
        words["difference_fen"] = words["lines_fen"] - words["stated_fen"]
    if "gl_fen" in words:
        words["difference_fen"] = words["ledger_fen"] - words["gl_fen"]
    if "fen" in words:
        words["amount"] = yuan(words.pop("fen"))
    if "fens" in words:
        words["stated"] = ", ".join(yuan(fen) for fen in words.pop("fens"))
    return fill(env, SENTENCES[code], words)
