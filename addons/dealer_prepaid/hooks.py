from .sql import functions


def post_init_hook(env):
    """Give every company with a chart of accounts its prepaid journal, tax and account roles."""
    env["res.company"].search([])._dealer_prepaid_setup()


def uninstall_hook(env):
    """Refuse to go while dealers' money is in the ledger: the entries are the only proof of it."""
    env["prepaid.account"]._refuse_removal()
    functions.remove(env.cr)
