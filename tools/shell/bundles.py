"""Run by `odoo shell`: compiles and keeps the asset bundles, since what a test compiles is rolled back with it."""
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
