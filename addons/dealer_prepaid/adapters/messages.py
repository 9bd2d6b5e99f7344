"""Refusal code -> sentence for the user: what is refused, the figures, the next step."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences
from odoo.addons.dealer_base.adapters.sentences import fill

_lt = LazyTranslate(__name__)

SENTENCES = {
    "account_closed": _lt("%(account)s: the account is closed; use the account of the running season."),
    "account_closing": _lt("%(account)s: the season is being closed, so nothing new can be held; wait for the next season's account."),
    "account_frozen": _lt("%(account)s: the account is frozen; ask the finance manager to lift the freeze, whose document names the reason."),
    "account_in_debt": _lt("%(account)s: %(missing)s CNY are owed; the account can be closed after a top-up of that amount."),
    "account_not_open": _lt("%(account)s: the account is not open; the first top-up of %(minimum)s CNY opens it, %(lacking)s CNY are missing."),
    "amount_not_positive": _lt("%(account)s: %(amount)s CNY is no amount to book; enter an amount above 0.00."),
    "amount_too_large": _lt("%(account)s: %(amount)s CNY is more than any account takes; check the amount."),
    "bad_components": _lt(
        "%(account)s: the parts add up to %(sum)s CNY and not to %(amount)s CNY; nothing was booked. Reload the "
        "document; if it stays so, tell the settlement accountant."),
    "bad_sign": _lt(
        "%(account)s: %(amount)s CNY has the wrong sign for this kind of entry; nothing was booked. Enter the amount "
        "above 0.00 and choose the direction."),
    "busy": _lt("%(account)s: somebody else is changing the account just now; try again in a moment."),
    "conflict": _lt("%(account)s: %(label)s has been held with another amount already; reload the document and try again."),
    "hold_closed": _lt(
        "%(account)s: nothing is held for %(label)s any more; %(needed)s CNY cannot be taken. Reload the document: it "
        "was shipped or released before."),
    "hold_too_small": _lt(
        "%(account)s: %(open)s CNY are held for %(label)s, %(needed)s CNY are needed; %(missing)s CNY are missing. Top "
        "up that amount and try again."),
    "no_space": _lt("%(account)s: the database has no space left; nothing was booked. Have the administrator make space, then do it again."),
    "net_debit": _lt("%(account)s: the entries would take %(needed)s CNY that nobody holds; hold the amount first."),
    "nothing_to_post": _lt("%(account)s: there is nothing to book; reload the document, it may be booked already."),
    "open_holds": _lt("%(account)s: %(held)s CNY are still held for open orders; ship or cancel them first."),
    "store_day_limit": _lt(
        "%(account)s: the store may order %(limit)s CNY a day and has ordered %(used)s CNY; "
        "%(needed)s CNY are %(missing)s CNY too much. Ask the dealer to raise its limit."),
    "store_order_limit": _lt(
        "%(account)s: one order of the store may be %(limit)s CNY; %(needed)s CNY are %(missing)s CNY too much. "
        "Ask the dealer to raise its limit."),
    "store_season_limit": _lt(
        "%(account)s: the store may order %(limit)s CNY in the season and has ordered %(used)s CNY; "
        "%(needed)s CNY are %(missing)s CNY too much. Ask the dealer to raise its limit."),
    "short": _lt("%(account)s: available %(available)s, needs %(needed)s, top up %(missing)s CNY."),
}

register_sentences({
    "no_receiving_account": _lt(
        "The company has no bank account that receives prepaid money: have the finance manager enter one under "
        "Settings > Receiving accounts."),
    "remittance_both_ways": _lt("This row has money in and money out: split it, or leave the wrong side empty."),
    "remittance_changed": _lt("This serial number is known with %(known)s CNY: a booked payment never changes; check the file."),
})


def sentence(env, code, params):
    """Make the sentence of a refusal; see :func:`fill` for the params."""
    return fill(env, SENTENCES[code], params)
