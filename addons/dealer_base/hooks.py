def post_init_hook(env):
    """Give every company that exists already its current and next season, and every export right held already its document."""
    env["res.company"].search([])._dealer_base_setup()
    env["dealer.right.grant"]._document_held()
