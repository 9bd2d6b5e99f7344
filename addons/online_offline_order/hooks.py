def post_init_hook(env):
    """Give every company with a chart of accounts perpetual valuation and the accounts of the fee products."""
    env["res.company"].search([])._dealer_order_setup()
