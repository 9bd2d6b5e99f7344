def post_init_hook(env):
    """Give every company that exists already its nomination numbers."""
    env["res.company"].search([])._ensure_nomination_sequence()
