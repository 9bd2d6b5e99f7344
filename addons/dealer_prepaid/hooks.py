from .sql import functions


def post_init_hook(env):
    """Give every company with a chart of accounts its prepaid journal, tax and account roles."""
    env["res.company"].search([])._dealer_prepaid_setup()


def uninstall_hook(env):
    """Refuse to go while dealers' money is in the ledger: the entries are the only proof of it."""
    env["prepaid.account"]._refuse_removal()
    functions.remove(env.cr)
    # Lists of who wrote a draft belong to dealer_base's mixin and would stay, for other documents with the same numbers after an installation anew.
    functions.empty(env.cr, sorted(
        model._fields["editor_ids"].relation for name, model in env.registry.items() if name.startswith("prepaid.") and "editor_ids" in model._fields
        and not model._abstract))
