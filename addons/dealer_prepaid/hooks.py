from odoo.exceptions import UserError

from .sql import functions


def post_init_hook(env):
    """Give every company with a chart of accounts its prepaid journal, tax and account roles."""
    env["res.company"].search([])._dealer_prepaid_setup()


def uninstall_hook(env):
    """Refuse to go while dealers' money is in the ledger: the entries are the only proof of it."""
    account = env["prepaid.account"].search([]).filtered(lambda a: a.balance or a.held)[:1]
    if account:
        raise UserError(env._(
            "Prepaid account %(name)s still has a balance of %(amount).2f: close the season and refund it before the addon is removed.",
            name=account.display_name, amount=account.balance))
    functions.remove(env.cr)
